import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { EXPIRIES, keysOf, timeOfExpiry } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';

/** Each hour removes what is due; what is still there after three rounds does not go by itself. */
const PATIENCE_MS = 3 * 3_600_000;
/** More than that are as bad as that many. */
const ENOUGH = 20;

/** Clones of the route whose time to live is over, and which are still there. */
export async function findOutlived(
  store: ObjectStore,
  route: string,
  now: string,
): Promise<{ cloneId: string; expiresAt: string }[]> {
  const found: { cloneId: string; expiresAt: string }[] = [];
  for await (const key of store.list(EXPIRIES)) {
    const due = timeOfExpiry(key);
    if (Date.parse(now) - due < PATIENCE_MS || found.length === ENOUGH) break;
    const marker = await findRecord<{ cloneId: string }>(store, key);
    const record = marker && (await findRecord<{ clone: Clone }>(store, keysOf(marker.cloneId).clone));
    if (record?.clone.route.name !== route) continue;
    found.push({ cloneId: record.clone.cloneId, expiresAt: new Date(due).toISOString() });
  }
  return found;
}
