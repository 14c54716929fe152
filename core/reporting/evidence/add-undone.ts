import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { writeRecord } from '../../base/run/records.ts';
import { allKept } from '../../execute/undo/kept.ts';
import { signed } from './evidence.ts';
import type { Signing } from './keep-evidence.ts';
import { verifyEvidence } from './verify-evidence.ts';

/**
 * Adds to the evidence of a run that it was undone after its end, by hand or since its time to live was over: one more entry, which
 * follows what was signed before, and a signature of all. Once, however often it runs; and not to a document that somebody has
 * altered, which must stay as it is to be found out.
 */
export async function addUndone(store: ObjectStore, cloneId: string, { signer, at }: Signing): Promise<void> {
  const { evidence: key } = keysOf(cloneId);
  const bytes = await store.get(key);
  if (!bytes) return;
  const { wrong, evidence } = verifyEvidence(Buffer.from(bytes).toString('utf8'));
  const last = evidence?.entries.at(-1);
  if (!evidence || wrong.length > 0 || last?.what === 'undone') return;
  const body = { at, whole: true, after: evidence.statement.signedAt, kept: await allKept(store, cloneId) };
  const { route, run } = evidence.statement;
  const added = await signed(signer, { route, run, signedAt: at }, [{ what: 'undone', body }], evidence.entries);
  await writeRecord(store, key, added);
}
