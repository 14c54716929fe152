import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Snapshot, Volume, VolumeStorage } from '../../base/ports/volume-storage.ts';
import { findLineage, newestPair, type Pair } from '../../base/run/lineage.ts';
import type { SourceIndex } from '../../translate/context.ts';

/** What is there of a claim's volume already, as EC2 shows it at the moment of the plan. */
export interface Known {
  /** What an earlier clone of the route has left for the next one. */
  pair?: Pair;
  sourceSnapshot?: Snapshot | undefined;
  twin?: Snapshot | undefined;
  /** The newest snapshot of the volume that tells how much data is in it, whoever has taken it. */
  newest?: Snapshot | undefined;
}

/** Claim -> what is known, of claims with a volume. Three calls of EC2, and a record for each claim. */
export async function readLineages(
  source: Pick<VolumeStorage, 'presentSnapshots' | 'snapshotsOf'>,
  target: Pick<VolumeStorage, 'presentSnapshots'>,
  store: ObjectStore,
  route: string,
  { claims }: SourceIndex,
  volumes: ReadonlyMap<string, Volume>,
): Promise<Map<string, Known>> {
  const bound = Object.entries(claims).filter(([, { volumeId }]) => volumes.has(volumeId));
  const pairs = await inParallel(bound, 16, async ([claim]) => newestPair(await findLineage(store, route, claim)));
  const [sources, twins, all] = await Promise.all([
    byId(source, pairs, 'source'),
    byId(target, pairs, 'target'),
    bound.length > 0 ? source.snapshotsOf(bound.map(([, { volumeId }]) => volumeId)) : [],
  ]);
  const newest = newestByVolume(all);
  return new Map(
    bound.map(([claim, { volumeId }], at) => {
      const pair = pairs[at];
      const size = { newest: newest.get(volumeId) };
      const { source: from, target: to } = pair ?? {};
      return [
        claim,
        pair ? { ...size, pair, sourceSnapshot: sources.get(from!.snapshotId), twin: twins.get(to!.snapshotId) } : size,
      ] as const;
    }),
  );
}

async function byId(
  storage: Pick<VolumeStorage, 'presentSnapshots'>,
  pairs: readonly (Pair | undefined)[],
  side: 'source' | 'target',
): Promise<Map<string, Snapshot>> {
  const ids = pairs.flatMap((pair) => (pair ? [pair[side].snapshotId] : []));
  const found = ids.length > 0 ? await storage.presentSnapshots(ids) : [];
  return new Map(found.map((snapshot) => [snapshot.id, snapshot]));
}

function newestByVolume(snapshots: readonly Snapshot[]): Map<string, Snapshot> {
  const telling = snapshots.filter(({ state, fullSizeBytes }) => state === 'completed' && fullSizeBytes !== undefined);
  const inOrder = telling.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  return new Map(inOrder.map((snapshot) => [snapshot.volumeId, snapshot]));
}
