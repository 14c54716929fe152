import type { ObjectStore } from '../../base/ports/object-store.ts';
import { DIGEST_KEY } from '../../base/run/keys.ts';
import { findRecord, readRecord } from '../../base/run/records.ts';

interface Kept {
  /** Base64. */
  key: string;
}

/**
 * The key under which contents are digested, one for an installation, so that equal plans of two runs are equal, and
 * nobody who reads a plan can try out what a Secret holds. `newKey` gives 32 random bytes for the first plan of all.
 */
export async function digestKey(store: ObjectStore, newKey: () => Uint8Array): Promise<Uint8Array> {
  const found = await findRecord<Kept>(store, DIGEST_KEY);
  if (found) return Buffer.from(found.key, 'base64');
  await store.putNew(DIGEST_KEY, JSON.stringify({ key: Buffer.from(newKey()).toString('base64') }));
  return readDigestKey(store);
}

/** The same where a plan has been made already. Throws NotFound. */
export async function readDigestKey(store: ObjectStore): Promise<Uint8Array> {
  const { key } = await readRecord<Kept>(store, DIGEST_KEY, 'plan-clone');
  return Buffer.from(key, 'base64');
}
