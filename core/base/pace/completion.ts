const STEP = 15;
const LONGEST = 2880;
const MEBIBYTES_PER_MINUTE = 500 * 60;

/**
 * The CompletionDurationMinutes of a copy (https://docs.aws.amazon.com/ebs/latest/userguide/time-based-copies.html): what was
 * asked for, and no less than 500 MiB/s make possible with a volume of so many GiB that is full; in steps of 15.
 */
export function completionMinutes(asked: number, sizeGiB: number): number {
  const possible = Math.ceil((sizeGiB * 1024) / MEBIBYTES_PER_MINUTE / STEP) * STEP;
  return Math.min(LONGEST, Math.max(asked, possible));
}

/** Up to so many minutes, dollars a GiB of the snapshot: list prices of us-east-1, https://aws.amazon.com/ebs/pricing/. */
const PRICES: readonly [minutes: number, dollarsPerGiB: number][] = [
  [15, 0.02],
  [45, 0.018],
  [105, 0.016],
  [225, 0.014],
  [465, 0.012],
  [945, 0.01],
];
const SLOWEST = 0.005;

/** Besides the transfer between Regions. */
export const timedCopyDollars = (gibibytes: number, minutes: number): number =>
  gibibytes * (PRICES.find(([upTo]) => minutes <= upTo)?.[1] ?? SLOWEST);
