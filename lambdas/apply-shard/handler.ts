import { z } from 'zod';
import { applyShard } from '../../core/apply/apply-shard.ts';
import { WaveItem } from '../../core/clone/envelope.ts';
import { keysOf } from '../../core/clone/keys.ts';
import { readRecord } from '../../core/clone/records.ts';
import type { Request } from '../../core/clone/request.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ wave: WaveItem, key: z.string() });

/** Applies one shard of one wave. */
export const handler = step('apply-shard', Input, async ({ clone, wave, key }, { store, stillOn }) => {
  const { onConflict } = await readRecord<Request>(store, keysOf(clone.cloneId).request, 'start-clone');
  const { api } = await openCluster(clone, 'target');
  return applyShard(api, store, { cloneId: clone.cloneId, wave: wave.wave, key }, { onConflict, stillOn });
});
