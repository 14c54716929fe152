import type { ObjectStore } from '../../base/ports/object-store.ts';
import { costsKey } from '../../base/run/keys.ts';
import { toHundredths } from '../../plan/cost/usage.ts';
import type { Report } from '../report.ts';

/** What one run came to. */
export interface CostEntry {
  cloneId: string;
  failed: boolean;
  /** By what its functions have recorded; 0 of a run that has failed, whose use nobody adds up. */
  dollars: number;
}

/** All that is said of an entry is in its name, so that one listing tells a month. Names of runs have no `~`. */
const nameOf = ({ cloneId, failed, dollars }: CostEntry) => `${cloneId}~${failed ? 'failed' : 'done'}~${dollars}`;

const ENTRY = /([^/~]+)~(failed|done)~([\d.]+)$/;

/** `2026-11`: of a time in ISO 8601, in UTC. */
export const monthOf = (time: string): string => time.slice(0, 7);

/** Counts a clone or a capture to the month in which it ended; a report that is written again takes the place of the first. */
export async function noteCost(store: ObjectStore, { cloneId, route, status, endedAt, cost }: Report): Promise<void> {
  if (status !== 'SUCCEEDED' && status !== 'FAILED') return;
  const folder = costsKey(route.name, monthOf(endedAt));
  const entry = nameOf({ cloneId, failed: status === 'FAILED', dollars: toHundredths(cost?.recorded ?? 0) });
  for await (const key of store.list(`${folder}${cloneId}~`)) if (key !== `${folder}${entry}`) await store.delete(key);
  await store.put(`${folder}${entry}`, '{}');
}

/** The runs of a route that ended in a month. One listing. */
export async function costsOf(store: ObjectStore, route: string, month: string): Promise<CostEntry[]> {
  const entries: CostEntry[] = [];
  for await (const key of store.list(costsKey(route, month))) {
    const [, cloneId = '', end, dollars] = ENTRY.exec(key) ?? [];
    if (cloneId) entries.push({ cloneId, failed: end === 'failed', dollars: Number(dollars) });
  }
  return entries;
}
