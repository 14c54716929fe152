import type { Snapshot, Volume, VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { Request } from '../../base/request/request.ts';
import type { Route } from '../../base/request/route.ts';
import { homeOf, homeText } from '../../base/run/lineage-home.ts';
import type { PlannedFiles } from '../../base/run/origin.ts';
import { WITHOUT_DATA } from '../../base/strategies.ts';

/** A volume of which there is a snapshot and perhaps nothing more, as it was when that was taken. */
interface HeldSnapshot {
  volume: Volume;
  snapshotId: string;
  /** What EC2 says of the snapshot; absent when it is gone. */
  snapshot?: Snapshot;
  /** What forbids it, as the end of a blocker's sentence with the way out. */
  why?: string;
}

/** A volume whose files a backup tool has kept. */
interface HeldFiles {
  volume: Volume;
  files: PlannedFiles;
}

/** A volume whose data cannot be had; the blocker's sentence says why. */
interface HeldNothing {
  volume: Volume;
  blocker: string;
}

export type HeldVolume = HeldSnapshot | HeldFiles | HeldNothing;

/** What an archived source has instead of volumes. */
export interface HeldVolumes {
  /** In sentences: `capture "nightly-shop" (capture-1)`. */
  name: string;
  byClaim: ReadonlyMap<string, HeldVolume>;
}

/** What was known of a volume when its snapshot was taken. */
type Known = Pick<Volume, 'id' | 'cloud' | 'sku' | 'zone' | 'sizeGiB' | 'type' | 'iops' | 'throughputMiBps'>;

/** The volumes with what EC2 says of their snapshots now. */
export async function heldVolumes(
  storage: Pick<VolumeStorage, 'presentSnapshots'>,
  name: string,
  volumes: Record<string, { volume: Known; snapshotId: string }>,
): Promise<HeldVolumes> {
  const ids = Object.values(volumes).map(({ snapshotId }) => snapshotId);
  const present = ids.length === 0 ? [] : await storage.presentSnapshots(ids);
  const found = new Map(present.map((snapshot) => [snapshot.id, snapshot]));
  const byClaim = Object.entries(volumes).map(([claim, { volume, snapshotId }]): [string, HeldVolume] => {
    const snapshot = found.get(snapshotId);
    const bare = { state: 'deleted', encrypted: false, instanceIds: [], tags: {} } as const;
    return [claim, { volume: { ...volume, ...bare, instanceIds: [] }, snapshotId, ...(snapshot ? { snapshot } : {}) }];
  });
  return { name, byClaim: new Map(byClaim) };
}

/** The snapshot that a claim is copied from, or a blocker's sentence. */
export function heldOrigin(
  claim: string,
  { name, byClaim }: HeldVolumes,
  source: Route['source'],
): { snapshot: Snapshot; proven: true } | { files: PlannedFiles; proven: true } | { blocker: string } {
  const held = byClaim.get(claim);
  const skip = `set volumes.claims["${claim}"] to "${WITHOUT_DATA}" for an empty volume`;
  if (!held) return { blocker: `The data of claim ${claim} is not in ${name}; ${skip}, or clone from another one.` };
  if ('files' in held) return { files: held.files, proven: true };
  if ('blocker' in held) return { blocker: `${held.blocker}; or ${skip}.` };
  const { snapshot, snapshotId, why } = held;
  const subject = `Snapshot ${snapshotId}, which ${name} has of claim ${claim},`;
  if (!snapshot)
    return {
      blocker: `${subject} is not in ${homeText(homeOf(source))}: somebody has deleted it. Clone from another one, or ${skip}.`,
    };
  if (why) return { blocker: `${subject} ${why}; or ${skip}.` };
  if (snapshot.archived)
    return { blocker: `${subject} is archived. Restore it from the archive tier first, or ${skip}.` };
  if (snapshot.state !== 'completed')
    return { blocker: `${subject} is ${snapshot.state}. Clone from another one, or ${skip}.` };
  return { snapshot, proven: true };
}

/** Nothing is planned for a claim of an archived source that gets a fresh, empty volume. */
export const isLeftBehind = (claim: string, { held, request, target }: Facts) =>
  held !== undefined &&
  target.keptClaims?.[claim] === undefined &&
  (request.volumes.claims[claim] ?? request.volumes.strategy) === WITHOUT_DATA;

interface Facts {
  held?: HeldVolumes | undefined;
  request: Pick<Request, 'volumes'>;
  target: { keptClaims?: Record<string, string> };
}
