import type { ObjectStore } from '../base/ports/object-store.ts';
import { keysOf } from '../base/run/keys.ts';
import { findRecord } from '../base/run/records.ts';
import type { Comparison } from '../plan/cluster/compare.ts';
import type { NewClusterOf } from '../plan/cluster/new-cluster.ts';

/** The target cluster of a run that makes it: what it consists of, and how it compares with its blueprint when it is ready. */
export interface ReportedCluster extends Pick<NewClusterOf, 'name' | 'zones'> {
  /** What it consists of, in the order in which it is made. */
  creates: { kind: string; name: string }[];
  version: string;
  /** Absent when the run ended before the cluster was ready. */
  made?: Comparison;
}

export async function reportedCluster(store: ObjectStore, cloneId: string): Promise<ReportedCluster | undefined> {
  const keys = keysOf(cloneId);
  const [plan, made] = await Promise.all([
    findRecord<NewClusterOf>(store, keys.newCluster),
    findRecord<Comparison>(store, keys.madeCluster),
  ]);
  if (!plan) return undefined;
  const { name, zones, creates, blueprint } = plan;
  const { matchesBlueprint, differences } = made ?? {};
  return {
    name,
    zones,
    creates,
    version: blueprint.cluster.version,
    ...(matchesBlueprint !== undefined && differences ? { made: { matchesBlueprint, differences } } : {}),
  };
}
