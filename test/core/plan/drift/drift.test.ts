import { beforeEach, describe, expect, it } from 'vitest';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { readShards, writeRecord } from '../../../../core/base/run/records.ts';
import { applyShard } from '../../../../core/execute/apply/apply-shard.ts';
import type { ObjectRecord } from '../../../../core/plan/objects/object-record.ts';
import { type KubeObject, refOf } from '../../../../kube/kube-object.ts';
import { config, deployment, object, PlannedWorld, type Run, secret, wide } from '../planned-world.ts';

const WEB = deployment('web', { image: 'web:1' }, 2);
const MAPPED = { mappings: { namespaces: { shop: 'shop-test' } } };
const IN_TARGET = { namespace: 'shop-test' };

/** What differs, as `drift kind name: before -> after by`. */
async function driftOf(there: PlannedWorld, of: Run): Promise<string[]> {
  const run = await there.start({ ...MAPPED, mode: 'plan', driftOf: of.clone.cloneId });
  const records: ObjectRecord[] = [];
  const { objects } = keysOf(run.clone.cloneId).planObjects;
  for await (const shard of readShards<ObjectRecord>(there.store, objects)) records.push(...shard);
  expect(run.planned.drift).toEqual({ of: of.clone.cloneId, objects: records.length });
  return records.map(
    ({ drift, ref, changes }) =>
      `${drift} ${ref.kind} ${ref.name}${changes
        .map(
          ({ path, before, after, by, managers }) =>
            `; ${path} ${before} -> ${after} ${by}${managers ? ` ${managers}` : ''}`,
        )
        .join('')}`,
  );
}

// Promise: drift-named
describe('a clone beside its source', () => {
  let there: PlannedWorld;
  let clone: Run;

  beforeEach(async () => {
    ({ there, clone } = await cloned([WEB, config('settings', 'a'), secret('login', 'horse')]));
  });

  /** Cloned as a run does it, but for its volumes. */
  async function cloned(objects: KubeObject[]) {
    const there = new PlannedWorld(objects);
    const clone = await there.start(MAPPED);
    await clone.capture();
    await clone.translate();
    const { cloneId } = clone.clone;
    const keys = keysOf(cloneId);
    for await (const key of there.store.list(keys.allTranslated))
      await applyShard(
        there.target,
        there.store,
        { cloneId, wave: 'w', key },
        { onConflict: 'fail', stillOn: async () => {} },
      );
    await writeRecord(there.store, keys.verified, {});
    return { there, clone };
  }

  const edit = (name: string, patch: Record<string, unknown>, kind = 'Deployment') =>
    there.target.merge({ apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1', kind, ...IN_TARGET, name }, patch, {
      manager: 'kubectl-edit',
    });

  it('is in sync right after it was made', async () => {
    expect(await driftOf(there, clone)).toEqual([]);
  });

  it('differs in what was changed in the target, and by whom', async () => {
    await edit('web', { spec: { replicas: 5 } });
    expect(await driftOf(there, clone)).toEqual(['changed Deployment web; /spec/replicas 5 -> 2 target kubectl-edit']);
  });

  it('differs in what was changed in the source', async () => {
    await there.put(deployment('web', { image: 'web:1' }, 3));
    expect(await driftOf(there, clone)).toEqual(['changed Deployment web; /spec/replicas 2 -> 3 source']);
  });

  it('differs in what is new, what was deleted on either side, and nothing else', async () => {
    await there.put(config('fresh', 'x'));
    await there.target.delete({ ...refOf(WEB), ...IN_TARGET });
    await there.source.delete(refOf(config('settings', 'a')));
    expect((await driftOf(there, clone)).toSorted()).toEqual([
      'gone-from-source ConfigMap settings',
      'gone-from-target Deployment web',
      'not-in-target ConfigMap fresh',
    ]);
  });

  it('says of a Secret which entry differs, and no value', async () => {
    await edit('login', { data: { password: 'aHVudGVyMg==' } }, 'Secret');
    expect(await driftOf(there, clone)).toEqual([
      'changed Secret login; /data/password *** -> *** target kubectl-edit',
    ]);
  });

  it('is in sync where autoscalers set replicas, and where the target has by now what is of cluster scope', async () => {
    const spec = { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 9 };
    const scaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', { spec });
    const high = wide('scheduling.k8s.io/v1', 'PriorityClass', 'high', { value: 1000 });
    const other = await cloned([
      { ...WEB, spec: { ...(WEB.spec as object), priorityClassName: 'high' } },
      scaler,
      high,
    ]);
    const web = { apiVersion: 'apps/v1', kind: 'Deployment', ...IN_TARGET, name: 'web' };
    await other.there.target.merge(web, { spec: { replicas: 7 } }, { manager: 'hpa' });
    expect(await driftOf(other.there, other.clone)).toEqual([]);
  });

  it('is found without a dry run where a service of somebody, which may keep it, serves the API', async () => {
    const spec = { group: 'apps', version: 'v1', service: { name: 'api', namespace: 'web' } };
    await there.target.create(wide('apiregistration.k8s.io/v1', 'APIService', 'v1.apps', { spec }), { manager: 'me' });
    const { apply } = there.target;
    there.target.apply = (object, options) => {
      if (object.apiVersion === 'apps/v1') throw new Error('It was sent.');
      return apply(object, options);
    };
    expect(await driftOf(there, clone)).toEqual([]);
    await edit('web', { spec: { replicas: 5 } });
    expect(await driftOf(there, clone)).toEqual(['changed Deployment web; /spec/replicas 5 -> 2 target kubectl-edit']);
  });

  it('changes nothing in the target', async () => {
    await there.put(deployment('web', { image: 'web:2' }));
    const web = await there.target.get({ ...refOf(WEB), ...IN_TARGET });
    await driftOf(there, clone);
    expect(await there.target.get({ ...refOf(WEB), ...IN_TARGET })).toEqual(web);
  });

  it.each([
    ['was not verified', 'verified'],
    ['belongs to another route', 'plan'],
  ] as const)('is not compared when it %s', async (_, record) => {
    await there.store.delete(keysOf(clone.clone.cloneId)[record]);
    await expect(driftOf(there, clone)).rejects.toThrow('There is nothing to compare with run-1');
  });
});
