import { beforeEach, describe, expect, it } from 'vitest';
import { leftFields } from '../../../../core/execute/apply/left-fields.ts';
import { lookAgain } from '../../../../core/serve/check/look-again.ts';
import { type KubeObject, refOf, refText } from '../../../../kube/kube-object.ts';

const KEY = Buffer.alloc(32, 7);
const made = () => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', uid: 'u', labels: { 'app.kubernetes.io/name': 'web' } as Labels },
  spec: {
    replicas: 2,
    template: { spec: { containers: [{ name: 'web', image: 'shop/web:1', env: [{ name: 'MODE', value: 'live' }] }] } },
  },
});
type Labels = Record<string, string>;
const scalerOf = (name: string): KubeObject => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'scaler', namespace: 'shop' },
  spec: { scaleTargetRef: { kind: 'Deployment', name } },
});

let web: ReturnType<typeof made>;
beforeEach(() => {
  web = made();
});

/** What is said of the Deployment as it is now, beside others of the clone. */
async function said(...others: KubeObject[]): Promise<string[]> {
  const live = [web as unknown as KubeObject, ...others];
  const fields = new Map([[refText(refOf(live[0]!)), leftFields(KEY, made(), made())]]);
  const left = { objects: live.map((object) => ({ ref: refOf(object) })), volumes: [], fields, key: KEY };
  const api = { get: async ({ name }: { name: string }) => live.find(({ metadata }) => metadata.name === name) };
  const nothing = async () => [];
  const { problems } = await lookAgain(left, api, { presentVolumes: nothing, presentSnapshots: nothing });
  return problems.map(({ message }) => message);
}

describe('a field that was applied', () => {
  // Promise: check-names-changed-fields
  it.each<[string, () => void, string]>([
    [
      'an image',
      () => {
        web.spec.template.spec.containers[0]!.image = 'shop/web:2';
      },
      '/spec/template/spec/containers/web/image',
    ],
    [
      'a variable that is gone',
      () => {
        web.spec.template.spec.containers[0]!.env = [];
      },
      '/spec/template/spec/containers/web/env/MODE/value',
    ],
    [
      'a label',
      () => {
        web.metadata.labels = {};
      },
      '/metadata/labels/app.kubernetes.io~1name',
    ],
    [
      'a number',
      () => {
        web.spec.replicas = 3;
      },
      '/spec/replicas',
    ],
  ])('is named when it holds something else: %s', async (_, change, where) => {
    change();
    expect(await said()).toEqual([`This field does not hold what the run left: ${where}.`]);
  });

  it('is as it was whatever others have added, and wherever an item of a list stands', async () => {
    web.spec.template.spec.containers.unshift({ name: 'proxy', image: 'mesh/proxy:9', env: [] });
    Object.assign(web.spec, { progressDeadlineSeconds: 600 });
    Object.assign(web.metadata, { annotations: { 'deployment.kubernetes.io/revision': '4' } });
    Object.assign(web, { status: { readyReplicas: 2 } });
    expect(await said()).toEqual([]);
  });

  it('is told of replicas only where no autoscaler sets them', async () => {
    web.spec.replicas = 9;
    expect(await said(scalerOf('web'))).toEqual([]);
    expect(await said(scalerOf('other'))).toHaveLength(1);
  });
});

it('keeps no value in what it compares with', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { password: 'aHVudGVyMg==' } };
  const fields = leftFields(KEY, secret, secret);
  expect(Object.keys(fields)).toEqual(['/data/password']);
  expect(JSON.stringify(fields)).not.toMatch(/aHVudGVyMg|hunter2/);
  expect(leftFields(Buffer.alloc(32, 8), secret, secret)).not.toEqual(fields);
});
