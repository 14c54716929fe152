import type { VolumeUsage } from '../../base/strategy.ts';
import { PRICES } from './prices.data.ts';

/** What a run uses of AWS, in the units that AWS counts. */
export interface Usage extends VolumeUsage {
  /** Out of AWS, to disks of Azure. */
  internetGiB: number;
  /** GiB of data of volumes that are filled at a rate of their own. */
  initializedGiB: number;
  /** Of state machines, each attempt of a task included. */
  transitions: number;
  functionCalls: number;
  functionGiBSeconds: number;
  /** Requests to the bucket of the records: PUT and LIST cost the same; GET. */
  recordsWritten: number;
  recordsRead: number;
}

export const NOTHING: Usage = {
  transferGiB: 0,
  internetGiB: 0,
  snapshotGiBHours: 0,
  blocksRead: 0,
  blocksWritten: 0,
  blockListings: 0,
  timedCopyDollars: 0,
  initializedGiB: 0,
  transitions: 0,
  functionCalls: 0,
  functionGiBSeconds: 0,
  recordsWritten: 0,
  recordsRead: 0,
};

export function sumOf(all: Usage[]): Usage {
  const names = Object.keys(NOTHING) as (keyof Usage)[];
  return Object.fromEntries(
    names.map((name) => [name, all.reduce((sum, usage) => sum + usage[name], 0)]),
  ) as unknown as Usage;
}

/** Dollars by what they are paid for: the one place where a quantity meets its price. */
export const priceOf = (usage: Usage) => ({
  transfer:
    usage.transferGiB * PRICES.transferPerGiB + usage.internetGiB * PRICES.internetPerGiB + usage.timedCopyDollars,
  snapshots: usage.snapshotGiBHours * PRICES.snapshotPerGiBHour + usage.initializedGiB * PRICES.initializedGiB,
  blocks:
    usage.blocksRead * PRICES.blockRead +
    usage.blocksWritten * PRICES.blockWritten +
    usage.blockListings * PRICES.blockListing,
  machines: usage.transitions * PRICES.transition,
  functions: usage.functionCalls * PRICES.functionCall + usage.functionGiBSeconds * PRICES.functionGiBSecond,
  records: usage.recordsWritten * PRICES.recordWritten + usage.recordsRead * PRICES.recordRead,
});

export type Price = ReturnType<typeof priceOf>;

export const totalOf = (price: Price): number => Object.values(price).reduce((sum, part) => sum + part, 0);

/** What runs whatever is copied: machines, functions and records. */
export const controlOf = ({ machines, functions, records }: Price): number => machines + functions + records;

/** As AWS reckons prices by the month. */
export const HOURS_A_MONTH = 730;

/** Dollars for snapshots of so many GiB on each side, for a month. */
export const monthlyOf = (gibibytes: number): number => monthlyOfOne(2 * gibibytes);

/** The same of one snapshot. */
export const monthlyOfOne = (gibibytes: number): number =>
  toHundredths(gibibytes * HOURS_A_MONTH * PRICES.snapshotPerGiBHour);

/** To a hundredth of a cent. */
export const toHundredths = (dollars: number): number => Math.round(dollars * 10_000) / 10_000;
