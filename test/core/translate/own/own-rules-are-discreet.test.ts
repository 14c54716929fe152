import { describe, expect, it } from 'vitest';
import { type OwnRule, OwnRules } from '../../../../core/base/request/own-rules.ts';
import { Expressions } from '../../../../core/translate/own/expressions.ts';
import { ownRule } from '../../../../core/translate/own/own-rule.ts';
import { translateObject } from '../../../../core/translate/pipeline.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { contextFor } from '../support.ts';

const GUESS = 'aHVudGVyMg==';
const APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

const login = (password: string, kind = 'Secret'): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: {
    name: 'login',
    namespace: 'shop',
    labels: { app: 'web' },
    annotations: { [APPLIED]: `{"data":{"password":"${password}"}}` },
  },
  data: { password },
});

/** What a plan shows of it; a replay needs `before` of nothing. */
async function toldOf(rule: object, object: KubeObject) {
  const { own } = OwnRules.parse({ own: [{ name: 'probe', description: 'Asks.', when: { kinds: ['*'] }, ...rule }] });
  const expressions = new Expressions(own as OwnRule[]);
  await expressions.evaluate([object]);
  const { outcome, changes, findings } = translateObject(
    object,
    { ...contextFor([object]), expressions },
    own.map(ownRule),
  );
  return { outcome, changes, findings };
}

const label = { mergePatch: { metadata: { labels: { asked: 'yes' } } } };
const when = (field: object) => ({ when: { kinds: ['*'], fields: [field] }, ...label });
const PASSWORD = '/data/password';

// Promise: no-secret-value
describe("a rule of one's own tells nothing of a Secret by what it does", () => {
  const probes: [string, object][] = [
    ['a condition on a value', when({ path: PASSWORD, is: GUESS })],
    ['a condition on the beginning of a value', when({ path: PASSWORD, matches: 'aHVu*' })],
    ['a condition on all of them', when({ path: '/data', is: { password: GUESS } })],
    [
      'a condition on a copy',
      when({ path: `/metadata/annotations/${APPLIED.replace('/', '~1')}`, matches: `*${GUESS}*` }),
    ],
    ['a drop', { when: { kinds: ['Secret'], fields: [{ path: PASSWORD, matches: 'a*' }] }, drop: 'it begins with a' }],
    [
      'a block',
      { when: { kinds: ['Secret'], fields: [{ path: PASSWORD, matches: 'a*' }] }, block: 'it begins with a' },
    ],
    [
      'a test',
      {
        jsonPatch: [
          { op: 'test', path: PASSWORD, value: GUESS },
          { op: 'add', path: '/metadata/labels/asked', value: 'yes' },
        ],
      },
    ],
    ['a replacement by the same', { jsonPatch: [{ op: 'replace', path: PASSWORD, value: GUESS }] }],
    ['a replacement of all', { jsonPatch: [{ op: 'add', path: '/data', value: { password: GUESS } }] }],
    ['a copy onto it', { jsonPatch: [{ op: 'copy', from: '/metadata/name', path: PASSWORD }] }],
    ['a merge of the same', { mergePatch: { data: { password: GUESS } } }],
    ['a strategic merge of the same', { strategicPatch: { data: { password: GUESS } } }],
    ['an expression', { expression: `data.password = '${GUESS}' ? {'metadata': {'labels': {'asked': 'yes'}}}` }],
    ['an expression that answers the same', { expression: `{'data': {'password': '${GUESS}'}}` }],
  ];

  it.each(probes)('%s', async (_, rule) => {
    expect(await toldOf(rule, login(GUESS))).toEqual(await toldOf(rule, login('b3RoZXI=')));
  });

  it('but asks what is no secret: a ConfigMap, and which keys there are', async () => {
    const isAbout = async (rule: object, object: KubeObject) => (await toldOf(rule, object)).changes.length > 0;
    const is = when({ path: PASSWORD, is: GUESS });
    expect(await isAbout(is, login(GUESS, 'ConfigMap'))).toBe(true);
    expect(await isAbout(is, login('b3RoZXI=', 'ConfigMap'))).toBe(false);
    expect(await isAbout(when({ path: PASSWORD, exists: true }), login(GUESS))).toBe(true);
    expect(await isAbout(when({ path: '/data/other', exists: true }), login(GUESS))).toBe(false);
  });
});

describe("a rule of one's own mounts no volume that is no copy", () => {
  const pods = (volume: object): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { template: { spec: { containers: [], volumes: [{ name: 'data', ...volume }] } } },
  });
  const ON_EBS = { awsElasticBlockStore: { volumeID: 'vol-0123456789abcdef0' } };
  const ON_AZURE = { azureDisk: { diskName: 'db', diskURI: '/subscriptions/s/disks/db' } };
  const add = (inline: object) => ({
    after: 'refuse-system-targets',
    mergePatch: { spec: { template: { spec: { volumes: [{ name: 'data', ...inline }] } } } },
  });

  it.each([
    ['EBS volume vol-0123456789abcdef0', ON_EBS],
    ['managed disk /subscriptions/s/disks/db', ON_AZURE],
  ])('by its pods, wherever it runs: %s', async (named, inline) => {
    const { outcome, findings } = await toldOf(add(inline), pods({ emptyDir: {} }));
    expect(outcome).toBe('block');
    expect(findings[0]?.sentence).toContain(`it mounts ${named}, which is no copy`);
  });

  it.each([ON_EBS, ON_AZURE])('by a PersistentVolume: %j', async (inline) => {
    const volume = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'pv-1' },
      spec: { hostPath: { path: '/x' } },
    };
    const { outcome } = await toldOf({ mergePatch: { spec: { hostPath: null, ...inline } } }, volume);
    expect(outcome).toBe('block');
  });

  it('nor by switching off what refuses them', () => {
    const { error } = OwnRules.safeParse({ disable: [{ rule: 'check-inline-volumes', reason: 'x' }] });
    expect(error?.issues[0]?.message).toContain('pods would mount the volumes of the source themselves');
  });
});
