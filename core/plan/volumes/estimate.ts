import { type Strategy, strategyOf } from '../../base/strategies.ts';
import type { VolumeStrategy } from '../../base/strategy.ts';
import type { Clouds } from '../cost/between-clouds.ts';
import { usageOfWay } from '../cost/expected-usage.ts';
import { priceOf, toHundredths, totalOf } from '../cost/usage.ts';

/** Snapshot, volume creation and the waits between. */
export const FIXED_MINUTES = 3;

export interface Estimate {
  dollars: number;
  minutes: number;
}

/**
 * For the GiB that are expected to be moved: an upper bound where only the size of the volume is known. `completionMinutes`
 * where EC2 is asked to copy in time.
 */
export const estimate = (
  strategy: Strategy,
  gibibytes: number,
  crossesRegions: boolean,
  completionMinutes?: number,
  clouds?: Clouds,
): Estimate => estimateOf(strategyOf(strategy), gibibytes, crossesRegions, completionMinutes, clouds);

export function estimateOf(
  way: VolumeStrategy,
  gibibytes: number,
  crossesRegions: boolean,
  completionMinutes?: number,
  clouds?: Clouds,
): Estimate {
  const { brings, pace } = way;
  if (!brings) return { dollars: 0, minutes: 0 };
  const minutes = Math.ceil(FIXED_MINUTES + (completionMinutes ?? (pace ? gibibytes / pace : 0)));
  const used = usageOfWay(way, { gibibytes, crossesRegions, hours: minutes / 60, completionMinutes, clouds });
  return { dollars: toHundredths(totalOf(priceOf(used))), minutes };
}

/** With what it takes to compare the copy afterwards. */
export const withProof = ({ dollars, minutes }: Estimate, proof: Estimate | undefined): Estimate => ({
  dollars: toHundredths(dollars + (proof?.dollars ?? 0)),
  minutes: minutes + (proof?.minutes ?? 0),
});
