import type { Snapshot, Volume } from '../../base/ports/volume-storage.ts';
import type { Pair } from '../../base/run/lineage.ts';
import { type Home, isSameHome } from '../../base/run/lineage-home.ts';
import type { VolumeStrategy } from '../../base/strategy.ts';
import { volumeKey } from '../../base/volume-key.ts';

/** What is looked at to say whether a copy can go on from a pair. */
export interface PairFacts {
  volume: Pick<Volume, 'id' | 'sizeGiB' | 'uniqueId'>;
  source: Home;
  target: Home & { kmsKeyArn: string };
  /** As EC2 shows them; undefined where it has none of that id. */
  sourceSnapshot: Snapshot | undefined;
  twin: Snapshot | undefined;
}

/**
 * Why a copy by that strategy cannot move only what has changed since the pair, as a clause; undefined where it can.
 * Blocks: https://docs.aws.amazon.com/ebs/latest/APIReference/API_StartSnapshot.html and
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebsapis-using-encryption.html (a snapshot has its parent's key). Copies by
 * EBS: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html#ebs-incremental-copy. Pure.
 */
export function whyBroken(pair: Pair, facts: PairFacts, { name, continues }: VolumeStrategy): string | undefined {
  const { volume, source, target } = facts;
  if (!continues) return `the strategy "${name}" moves everything in any case`;
  if (!isSameHome(pair.source, source) || !isSameHome(pair.target, target)) return 'the route led elsewhere then';
  if (volumeKey(pair.sourceVolumeId) !== volumeKey(volume.id)) return `it was volume ${pair.sourceVolumeId} then`;
  if (isAnother(facts)) return 'that disk was deleted, and another one was made under its name';
  if (pair.sizeGiB !== volume.sizeGiB) return `the volume had ${pair.sizeGiB} GiB then, and has ${volume.sizeGiB} now`;
  if (pair.target.kmsKeyArn !== target.kmsKeyArn)
    return `the target's key was ${pair.target.kmsKeyArn} then, and is ${target.kmsKeyArn} now`;
  return (
    whyUnusable(pair.source.snapshotId, facts.sourceSnapshot) ??
    whyUnusable(pair.target.snapshotId, facts.twin) ??
    whySized(facts) ??
    (facts.twin?.kmsKeyArn === target.kmsKeyArn ? undefined : `its twin ${pair.target.snapshotId} has another key`) ??
    continues.obstacle?.(pair.strategy)
  );
}

function whyUnusable(id: string, snapshot: Snapshot | undefined): string | undefined {
  if (!snapshot) return `its snapshot ${id} is gone`;
  if (snapshot.archived) return `its snapshot ${id} is in the archive`;
  return snapshot.state === 'completed' ? undefined : `its snapshot ${id} is in state ${snapshot.state}`;
}

/** EBS does not say that a snapshot may have another size than its parent. */
const whySized = ({ twin, volume }: PairFacts): string | undefined =>
  twin && twin.sizeGiB !== volume.sizeGiB
    ? `its twin ${twin.id} has ${twin.sizeGiB} GiB, and the volume has ${volume.sizeGiB}`
    : undefined;

/** Azure compares snapshots of one disk alone (https://learn.microsoft.com/azure/virtual-machines/disks-incremental-snapshots). */
const isAnother = ({ volume: { uniqueId }, sourceSnapshot }: PairFacts): boolean =>
  uniqueId !== undefined && sourceSnapshot?.volumeUniqueId !== undefined && uniqueId !== sourceSnapshot.volumeUniqueId;
