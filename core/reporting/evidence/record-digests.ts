import { createHash } from 'node:crypto';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';

/** Of one record; or of all records in a folder: then over one line for each, `<key> <digest>`, in the order of their keys. */
export interface RecordDigest {
  key: string;
  sha256: string;
  /** How many, of a folder. */
  records?: number;
}

const READS_AT_A_TIME = 16;

/**
 * The records of a run that say what was asked, decided and done; those that do not exist are left out.
 * No export is among them, nor the report, in which it is noted later that the clone was removed or superseded.
 */
export async function recordDigests(store: ObjectStore, cloneId: string): Promise<RecordDigest[]> {
  const keys = keysOf(cloneId);
  const single = [
    keys.clone,
    keys.request,
    keys.asked,
    keys.question,
    keys.planToApprove,
    keys.approval,
    keys.plan,
    keys.sincePlan,
    keys.newCluster,
    keys.madeCluster,
    keys.rounds,
    keys.cutOverApproval,
    keys.quiesced,
    keys.volumes,
    keys.verified,
    keys.former.plan,
    keys.former.parked,
    keys.former.restored,
    keys.former.retired,
  ];
  const folders = [
    keys.verifiedVolumes,
    `${keys.root}/block-ways/`,
    `${keys.root}/seals/`,
    `${keys.root}/proofs/`,
    keys.ledger,
    keys.left,
    keys.failures,
  ];
  const ofRecords = await inParallel(single, READS_AT_A_TIME, async (key) => {
    const sha256 = await digestOf(store, key);
    return sha256 ? [{ key, sha256 }] : [];
  });
  const ofFolders = await inParallel(folders, 1, (folder) => digestOfFolder(store, folder));
  return [...ofRecords, ...ofFolders].flat();
}

async function digestOf(store: ObjectStore, key: string): Promise<string | undefined> {
  const bytes = await store.get(key);
  return bytes && createHash('sha256').update(bytes).digest('hex');
}

async function digestOfFolder(store: ObjectStore, folder: string): Promise<RecordDigest[]> {
  const keys = (await Array.fromAsync(store.list(folder))).toSorted();
  if (keys.length === 0) return [];
  const lines = await inParallel(keys, READS_AT_A_TIME, async (key) => `${key} ${await digestOf(store, key)}\n`);
  return [{ key: folder, sha256: createHash('sha256').update(lines.join('')).digest('hex'), records: keys.length }];
}
