import type { Request } from '../../base/request/request.ts';
import { PRICES } from '../cost/prices.data.ts';
import { toHundredths } from '../cost/usage.ts';
import type { Estimate } from './estimate.ts';

/** What is paid for a volume that EBS fills at a rate of its own, at most: for all of its size. */
export function filledFor(
  { volumes }: Pick<Request, 'volumes'>,
  isMade: boolean,
  sizeGiB: number,
  estimated: Estimate,
) {
  const { initializationRate } = volumes;
  if (!isMade || initializationRate === undefined) return estimated;
  const dollars = toHundredths(estimated.dollars + sizeGiB * PRICES.initializedGiB);
  return { ...estimated, dollars, initializationMiBps: initializationRate };
}
