import { KubeferryError } from '../../base/errors.ts';
import type { Snapshot, VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { Request } from '../../base/request/request.ts';
import type { SourceIndex } from '../../translate/context.ts';

/** Claim -> the snapshots that its origin may mean: the named one, or all of its volume. None where there is none. */
export type FoundOrigins = ReadonlyMap<string, readonly Snapshot[]>;

/** What EC2 says of the snapshots that a request names, or that the newest is to be chosen of. */
export async function findOrigins(
  storage: Pick<VolumeStorage, 'describeSnapshot' | 'snapshotsOf'>,
  { origins = {} }: Request['volumes'],
  { claims }: SourceIndex,
): Promise<FoundOrigins> {
  const found = new Map<string, readonly Snapshot[]>();
  for (const [claim, wish] of Object.entries(origins)) {
    const volumeId = claims[claim]?.volumeId;
    if (!volumeId || 'repository' in wish || 'mover' in wish) continue;
    found.set(
      claim,
      'snapshot' in wish ? await present(storage, wish.snapshot) : await storage.snapshotsOf([volumeId]),
    );
  }
  return found;
}

async function present(storage: Pick<VolumeStorage, 'describeSnapshot'>, id: string): Promise<Snapshot[]> {
  try {
    return [await storage.describeSnapshot(id)];
  } catch (error) {
    if (error instanceof KubeferryError && error.name === 'NotFound') return [];
    throw error;
  }
}
