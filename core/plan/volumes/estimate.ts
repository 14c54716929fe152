import type { Strategy } from '../../base/run/envelope.ts';
import { usageOfVolume } from '../cost/expected-usage.ts';
import { priceOf, toHundredths, totalOf } from '../cost/usage.ts';

/** EBS allows 1,000 blocks of 512 KiB a second per snapshot: 500 MiB/s. */
const DIRECT_GIB_PER_MINUTE = (500 * 60) / 1024;
/** CopySnapshot promises nothing; this is the time-based copy's ceiling halved, a cautious guess that the plan calls an estimate. */
const COPY_GIB_PER_MINUTE = (250 * 60) / 1024;
/** Snapshot, volume creation and the waits between. */
const FIXED_MINUTES = 3;

/** Upper bounds for one volume: EBS does not tell how much of a volume is written before a snapshot exists. */
export function estimate(
  strategy: Strategy,
  sizeGiB: number,
  crossesRegions: boolean,
): { dollars: number; minutes: number } {
  if (strategy === 'skip') return { dollars: 0, minutes: 0 };
  const pace = strategy === 'copy-blocks' ? DIRECT_GIB_PER_MINUTE : COPY_GIB_PER_MINUTE;
  const minutes = Math.ceil(FIXED_MINUTES + sizeGiB / pace);
  const usage = usageOfVolume({ strategy, gibibytes: sizeGiB, crossesRegions, hours: minutes / 60 });
  return { dollars: toHundredths(totalOf(priceOf(usage))), minutes };
}
