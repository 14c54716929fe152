import { WaveItem } from '../../core/base/run/envelope.ts';
import { settleWave } from '../../core/execute/apply/settle-wave.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ wave: WaveItem });

/** Looks once whether the next wave may come; the machine asks again until it may. */
export const handler = step('settle-wave', Input, async ({ clone, wave }, { store }) =>
  settleWave((await openCluster(clone, 'target')).api, store, wave),
);
