import { type Strategy, strategyOf } from '../../base/strategies.ts';
import type { VolumeStrategy } from '../../base/strategy.ts';
import { NOTHING, priceOf, toHundredths, totalOf } from '../cost/usage.ts';

/** Snapshot, volume creation and the waits between. */
const FIXED_MINUTES = 3;

export interface Estimate {
  dollars: number;
  minutes: number;
}

/** Upper bounds for one volume: EBS does not tell how much of a volume is written before a snapshot exists. */
export const estimate = (strategy: Strategy, sizeGiB: number, crossesRegions: boolean): Estimate =>
  estimateOf(strategyOf(strategy), sizeGiB, crossesRegions);

export function estimateOf(
  { brings, pace, usage }: VolumeStrategy,
  sizeGiB: number,
  crossesRegions: boolean,
): Estimate {
  if (!brings) return { dollars: 0, minutes: 0 };
  const minutes = Math.ceil(FIXED_MINUTES + (pace ? sizeGiB / pace : 0));
  const used = { ...NOTHING, ...usage({ gibibytes: sizeGiB, crossesRegions, hours: minutes / 60 }) };
  return { dollars: toHundredths(totalOf(priceOf(used))), minutes };
}
