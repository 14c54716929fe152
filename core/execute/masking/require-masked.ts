import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, readRecord } from '../../base/run/records.ts';
import type { Plan } from '../../plan/plan.ts';
import { MASKING } from '../../translate/waves.ts';
import type { MaskingRecord } from './settle-masking.ts';

/**
 * The gate itself, asked before each shard: whatever a machine may have missed, what comes after the masking is applied only
 * when each planned Job has passed. Throws MaskingFailed.
 */
export async function requireMasked(store: ObjectStore, cloneId: string, wave: string): Promise<void> {
  if (wave <= MASKING.wave) return;
  const keys = keysOf(cloneId);
  const { masking } = await readRecord<Plan>(store, keys.plan, 'plan-clone');
  if (!masking) return;
  const record = await findRecord<MaskingRecord>(store, keys.masking);
  const passed = new Set(record?.jobs.flatMap(({ name, outcome }) => (outcome === 'passed' ? name : [])));
  const missing = masking.jobs.filter(({ name }) => !passed.has(name)).map(({ name }) => name);
  if (missing.length === 0) return;
  throw new KubeferryError(
    'MaskingFailed',
    `Nothing of wave ${wave} is applied, since the data is not masked: ${missing.join(', ')} did not succeed. Start a new run.`,
  );
}
