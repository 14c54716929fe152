import { type Strategy, strategyOf } from '../../base/strategies.ts';
import { usageOfVolume } from '../cost/expected-usage.ts';
import { priceOf, toHundredths, totalOf } from '../cost/usage.ts';

/** Snapshot, volume creation and the waits between. */
const FIXED_MINUTES = 3;

/** Upper bounds for one volume: EBS does not tell how much of a volume is written before a snapshot exists. */
export function estimate(
  strategy: Strategy,
  sizeGiB: number,
  crossesRegions: boolean,
): { dollars: number; minutes: number } {
  const { brings, pace } = strategyOf(strategy);
  if (!brings) return { dollars: 0, minutes: 0 };
  const minutes = Math.ceil(FIXED_MINUTES + (pace ? sizeGiB / pace : 0));
  const usage = usageOfVolume({ strategy, gibibytes: sizeGiB, crossesRegions, hours: minutes / 60 });
  return { dollars: toHundredths(totalOf(priceOf(usage))), minutes };
}
