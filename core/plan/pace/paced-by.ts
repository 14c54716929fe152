import type { PlanInputs } from '../inputs.ts';
import type { PlannedVolume } from '../volumes/volume-plan.ts';
import { copiesBlocks, type PlannedPace, planPace } from './plan-pace.ts';

/** The pace as a part of the plan. Quotas are asked for only where blocks are copied. */
export async function pacedBy(
  { clone, blockQuotas }: Pick<PlanInputs, 'clone' | 'blockQuotas'>,
  volumes: readonly PlannedVolume[],
): Promise<{ pace?: PlannedPace }> {
  if (!copiesBlocks(volumes)) return {};
  return { pace: planPace(clone, volumes, await blockQuotas()) };
}
