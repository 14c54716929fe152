import { WaveItem } from '../../core/base/run/envelope.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord } from '../../core/base/run/records.ts';
import { enoughPods } from '../../core/execute/apply/enough-pods.ts';
import { settleWave } from '../../core/execute/apply/settle-wave.ts';
import { settleMasking } from '../../core/execute/masking/settle-masking.ts';
import { pointAtOwners } from '../../core/execute/owners/point-at-owners.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { MASKING, OPERATORS } from '../../core/translate/waves.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ wave: WaveItem });

/** Looks once whether the next wave may come; the machine asks again until it may. What is there then gets its owners back. */
export const handler = step('settle-wave', Input, async ({ clone, wave }, { store }) => {
  const { api } = await openCluster(clone, 'target');
  if (wave.wave !== MASKING.wave) {
    const enough = wave.wave === OPERATORS.wave ? await enoughPods(store, clone.cloneId) : undefined;
    const settled = await settleWave(api, store, wave, enough);
    return { ...settled, ...(await pointAtOwners(api, store, clone.cloneId, wave.wave)) };
  }
  const { masking } = await readRecord<Plan>(store, keysOf(clone.cloneId).plan, 'plan-clone');
  return masking ? settleMasking(api, store, clone.cloneId, masking) : { settled: 0 };
});
