import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { writeRecord } from '../../base/run/records.ts';

/** What a volume waits for that others use up, beside its marks: there as long as it waits. */
export interface Wait {
  for: string;
}

export const waitKey = (cloneId: string, claim: string) => `${keysOf(cloneId).progressOf(claim)}waits.json`;

/** Whether a key is one of `waitKey`. */
export const isWait = (key: string) => key.endsWith('/waits.json');

/** Makes something for one volume, and keeps for those who follow the run what it waits for when a quota is used up. */
export async function tellingWaits<T>(
  store: ObjectStore,
  cloneId: string,
  claim: string,
  waitsFor: (said: string) => string,
  run: () => Promise<T>,
): Promise<T> {
  const key = waitKey(cloneId, claim);
  try {
    const made = await run();
    await store.delete(key);
    return made;
  } catch (error) {
    if (error instanceof KubeferryError && error.name === 'QuotaReached')
      await writeRecord(store, key, { for: waitsFor(error.message) } satisfies Wait);
    throw error;
  }
}

/** `progress/snapshots-wait.json`: all volumes of the run, and what those of them wait for that have no snapshot yet. */
export interface SnapshotsWait {
  volumes: (Pick<VolumeItem, 'claim' | 'strategy' | 'sizeGiB'> & { waitingFor?: string })[];
}

/**
 * Takes the snapshots of a run, and keeps for those who follow it which volumes wait for theirs when a quota is used up.
 * There is no `volumes.jsonl` before all are begun, so the record has the volumes. `isMade` is asked after a failure.
 */
export async function tellingSnapshotWaits<T>(
  store: ObjectStore,
  cloneId: string,
  volumes: readonly Pick<VolumeItem, 'claim' | 'strategy' | 'sizeGiB'>[],
  isMade: (claim: string) => boolean,
  run: () => Promise<T>,
): Promise<T> {
  const key = keysOf(cloneId).snapshotsWait;
  try {
    const made = await run();
    await store.delete(key);
    return made;
  } catch (error) {
    if (error instanceof KubeferryError && error.name === 'QuotaReached') {
      const waitingFor = freeSnapshot(error.message);
      const told = volumes.map(({ claim, strategy, sizeGiB }) => ({
        ...{ claim, strategy, sizeGiB },
        ...(isMade(claim) ? {} : { waitingFor }),
      }));
      await writeRecord(store, key, { volumes: told } satisfies SnapshotsWait);
    }
    throw error;
  }
}

/**
 * EC2 limits the snapshots that are pending at a time, of one volume and of the account (ConcurrentSnapshotLimitExceeded,
 * PendingSnapshotLimitExceeded), and all that an account has in a Region (SnapshotLimitExceeded:
 * https://docs.aws.amazon.com/ec2/latest/devguide/errors-overview.html).
 */
function freeSnapshot(said: string): string {
  if (said.includes('seven snapshots of a disk')) return 'the next snapshot that Azure takes of the disk';
  return /concurrent|pending/i.test(said)
    ? 'a free place among the snapshots that may be pending at a time in the source account'
    : 'room in the quota of snapshots of the source account';
}

/**
 * 20 copies at a time for a destination Region (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html).
 * EC2 says the limit in its sentence: "Too many snapshot copies in progress. The limit is 20 for this destination region."
 */
export function freeCopy(said: string): string {
  const [, limit] = /The limit is (\d+)/.exec(said) ?? [];
  return `a free snapshot copy, ${limit ? `${limit} of ${limit}` : 'all'} in use`;
}

/** What the volumes of a type may have together is storage, and for io1 and io2 IOPS as well (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html). */
export const roomFor =
  (volumeType: string) =>
  (said: string): string =>
    `room in the quota of ${volumeType} ${/IOPS/i.test(said) ? 'IOPS' : 'storage'} of the target account`;
