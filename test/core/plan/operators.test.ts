import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../core/base/run/keys.ts';
import { setField } from '../../../core/translate/edit.ts';
import { groupOf, type KubeObject, refOf } from '../../../kube/kube-object.ts';
import { definition } from '../../memory/definition.ts';
import { addVolume } from '../../memory/ebs-world.ts';
import { casesIn, FIXTURES, readCase } from '../translate/support.ts';
import { PlannedWorld } from './planned-world.ts';

const ROOT = join(FIXTURES, 'translate');
const OPERATORS = casesIn(ROOT).filter((name) => name.startsWith('operator-'));
const PLACE = { account: '222233334444', region: 'us-east-1' };

const isCustom = ({ apiVersion }: KubeObject) =>
  /\./.test(groupOf(apiVersion)) && !/(^|\.)k8s\.io$/.test(groupOf(apiVersion));
const typeOf = ({ apiVersion, kind }: KubeObject) =>
  definition(groupOf(apiVersion), apiVersion.split('/')[1]!, kind, `${kind.toLowerCase()}s`);

/** The workload in a source of its own, on volumes that exist there; owners have the uids that they have there. */
async function planned(operator: string, asked = false) {
  const { objects } = readCase(join(ROOT, operator));
  const types = new Map(objects.filter(isCustom).map((each) => [`${each.apiVersion} ${each.kind}`, typeOf(each)]));
  const operators: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'operators' } };
  const world = new PlannedWorld([...types.values(), operators]);
  const uids = new Map<string, string>();
  // The cluster in memory has no Endpoints.
  for (const object of objects.filter(({ kind }) => !['Namespace', 'Endpoints'].includes(kind))) {
    const { uid = '', ownerReferences = [], ...metadata } = object.metadata;
    const owners = ownerReferences.map((owner) => ({ ...owner, uid: uids.get(owner.uid)! }));
    const owned = { ...object, metadata: { ...metadata, ...(owners.length > 0 ? { ownerReferences: owners } : {}) } };
    await world.put(object.kind === 'PersistentVolume' ? onVolume(world, owned) : owned);
    const { status } = object;
    if (status) await world.source.merge(refOf(object), { status }, { manager: 'somebody', subresource: 'status' });
    uids.set(uid, (await world.source.get(refOf(object)))!.metadata.uid!);
  }
  const quiesce = asked ? { operators: true } : {};
  const run = await world.start({ selection: { namespaces: ['shop', 'operators'] }, quiesce });
  return { world, run, plan: run.planned };
}

function onVolume({ ebs }: PlannedWorld, object: KubeObject): KubeObject {
  const { id, tags } = addVolume(ebs, { ...PLACE, cluster: 'prod' } as typeof PLACE, 'us-east-1a', 10).volume;
  Object.assign(tags, {
    'kubernetes.io/cluster/prod': 'owned',
    'kubernetes.io/created-for/pv/name': object.metadata.name,
  });
  return setField(object, ['spec', 'csi', 'volumeHandle'], id);
}

/** What the copy of its volumes is started from, and whether a hook is known for its pods. */
const COPIED: Record<string, { data?: string; hooked: boolean }> = {
  'operator-cloudnative-pg': { data: 'PostgreSQL starts from them as after a power cut', hooked: true },
  'operator-elastic': { data: 'each shard plays its translog', hooked: false },
  'operator-percona-mongodb': { data: 'WiredTiger starts from its last checkpoint', hooked: false },
  'operator-percona-mysql': { data: 'InnoDB starts from them as after a power cut', hooked: false },
  'operator-percona-postgresql': { data: 'PostgreSQL starts from them as after a power cut', hooked: true },
  'operator-percona-xtradb': { data: 'InnoDB starts from them as after a power cut', hooked: false },
  'operator-rook': { hooked: false },
  'operator-strimzi': { data: 'brokers check their logs', hooked: false },
  'operator-zalando': { data: 'PostgreSQL starts from them as after a power cut', hooked: true },
};

describe.each(OPERATORS)('the plan of a workload of %s', (operator) => {
  it('has no blocker, brings every claim, and leaves what the operator makes again behind', async () => {
    const { plan } = await planned(operator);
    expect(plan.findings.filter(({ severity }) => severity === 'blocker')).toEqual([]);
    const { objects } = readCase(join(ROOT, operator));
    const claims = objects
      .filter(({ kind }) => kind === 'PersistentVolumeClaim')
      .map(({ metadata }) => `shop/${metadata.name}`);
    expect(plan.volumes.map(({ claim }) => claim)).toEqual(expect.arrayContaining(claims));
    const left = plan.objects.filter(({ outcome }) => outcome === 'drop');
    const made = left.filter(({ rule }) => ['drop-owned-objects', 'leave-to-operators'].includes(rule ?? ''));
    expect(made.length).toBeGreaterThan(0);
    expect(made.map(({ ref }) => ref.kind)).not.toContain('PersistentVolumeClaim');
  });

  it('says what the copy of its volumes holds, and what is run in its pods first where it is asked for', async () => {
    const told = async (asked: boolean) => {
      const { plan } = await planned(operator, asked);
      return plan.findings
        .filter(({ rule }) => rule === 'quiesce')
        .map(({ severity, sentence }) => ({ severity, sentence }));
    };
    const [without, asked] = [await told(false), await told(true)];
    const { data, hooked } = COPIED[operator]!;
    expect(without).toEqual(
      data ? [{ severity: 'info', sentence: expect.stringContaining(`are copied while it runs: ${data}`) }] : [],
    );
    if (data) expect(without[0]!.sentence.includes('With quiesce.operators its pods run CHECKPOINT')).toBe(hooked);
    const warned = asked.filter(({ severity }) => severity === 'warning').map(({ sentence }) => sentence);
    expect(warned).toEqual(hooked ? [] : [expect.stringContaining('quiesce.operators runs nothing')]);
    if (hooked) expect(asked[0]!.sentence).toContain('Its pods run CHECKPOINT (hook "postgresql") first.');
  });

  it('lays the operator down before its resources, by the order of the whole export', async () => {
    const { world, run } = await planned(operator);
    await run.capture();
    await run.translate();
    const waves = await Array.fromAsync(world.store.list(keysOf(run.clone.cloneId).allTranslated));
    const custom = waves.filter((key) => /\/16\d-/.test(key));
    expect(waves.filter((key) => key.includes('/155-operators/'))).toHaveLength(1);
    expect(custom.length).toBeGreaterThan(0);
    expect(waves.indexOf(waves.find((key) => key.includes('/155-operators/'))!)).toBeLessThan(
      waves.indexOf(custom[0]!),
    );
  });
});
