import { expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import { findUnchangeable } from '../../../../core/plan/refresh/find-unchangeable.ts';
import { memberKey } from '../../../../core/plan/refresh/members.ts';
import { TargetVerdicts } from '../../../../core/plan/verdict/target-verdicts.ts';
import { type KubeObject, refOf } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { contextFor } from '../../translate/support.ts';

const settings = (name: string, night: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'shop' },
  data: { night },
});

it('a plan of a refresh asks the target once about each object that is there', async () => {
  const there = [settings('fixed', 'monday'), settings('free', 'monday')];
  const source = [settings('fixed', 'tuesday'), settings('free', 'tuesday')];
  const cluster = memoryCluster({ objects: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }] });
  for (const each of there) await cluster.create(each, { manager: 'kubeferry' });
  const asked: string[] = [];
  const { apply } = cluster;
  cluster.apply = async (object, options) => {
    asked.push(object.metadata.name);
    if (object.metadata.name === 'fixed') throw new KubeferryError('ApplyFailed', 'data: field is immutable');
    return apply(object, options);
  };
  const found = await Promise.all(there.map((each) => cluster.get(refOf(each))));
  const members = new Map(
    found.map((each) => [memberKey(refOf(each!)), { ref: refOf(each!), uid: each!.metadata.uid! }]),
  );
  const { resources: served } = await cluster.discover();
  const verdicts = new TargetVerdicts({ api: cluster, onConflict: 'refresh', served, proxied: new Set() });
  await verdicts.ask(source);
  const findings = await findUnchangeable(cluster, shard(source), contextFor(source), members, (ref) =>
    verdicts.saidOf(ref),
  );
  expect(findings.map(({ severity, object }) => `${severity} ${object.name}`)).toEqual(['warning fixed']);
  expect(asked.toSorted()).toEqual(['fixed', 'free']);
});

async function* shard(objects: KubeObject[]): AsyncIterable<KubeObject[]> {
  yield objects;
}
