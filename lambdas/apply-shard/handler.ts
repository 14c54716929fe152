import * as z from 'zod';
import type { Request } from '../../core/base/request/request.ts';
import { WaveItem } from '../../core/base/run/envelope.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord } from '../../core/base/run/records.ts';
import { applyShard } from '../../core/execute/apply/apply-shard.ts';
import { requireServed } from '../../core/execute/apply/require-served.ts';
import { requireMasked } from '../../core/execute/masking/require-masked.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ wave: WaveItem, key: z.string() });

/** Applies one shard of one wave. */
export const handler = step('apply-shard', Input, async ({ clone, wave, key }, { store, stillOn }) => {
  const { onConflict } = await readRecord<Request>(store, keysOf(clone.cloneId).request, 'start-clone');
  await requireMasked(store, clone.cloneId, wave.wave);
  const { api } = await openCluster(clone, 'target');
  await requireServed(api, store, { cloneId: clone.cloneId, wave: wave.wave, key });
  return applyShard(api, store, { cloneId: clone.cloneId, wave: wave.wave, key }, { onConflict, stillOn });
});
