import type { AccountShare, VolumePace } from '../../base/pace/volume-pace.ts';
import { minutesUntilOpenFor } from '../../base/pace/windows.ts';
import { BLOCKS_PER_GIB } from '../../base/ports/block-store.ts';
import type { RunPace } from '../../base/request/pace.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { blocksPerSegment } from '../../base/run/segment-size.ts';
import { type Strategy, strategyOf } from '../../base/strategies.ts';
import type { Compared } from '../../base/strategy.ts';
import { type CopiedVolume, type Division, divide, MOST_VOLUMES, secondsOf } from './divide.ts';

/** Requests a second of the EBS direct APIs that an account may make, as Service Quotas tells. */
export interface BlockQuotas {
  /** GetSnapshotBlock, at the source. */
  read: number;
  /** PutSnapshotBlock, in the target. */
  write: number;
}

/** What plan.json says of the pace of a run. */
export interface PlannedPace extends Division {
  /** By the route and the request; absent where they say nothing. */
  asked?: RunPace;
  shares: AccountShare[];
  /** From the start of the run until all blocks are copied that are expected to be moved; closed windows count. */
  minutes: number;
}

/** A run without a pace leaves so much of the quotas to others. */
const WITHOUT_PACE = 0.6;
const BLOCKS_PER_MEBIBYTE = 2;

interface Volume {
  strategy: Strategy;
  sizeGiB: number;
  /** That are expected to be moved. */
  gibibytes?: number;
  /** The parent, where only changes are moved. */
  since?: unknown;
  /** Whose blocks are read again on both sides, as many as were copied. */
  proof?: { compares?: Compared };
}

/** Whether blocks are copied for one of the volumes at least. */
export const copiesBlocks = (volumes: readonly Pick<Volume, 'strategy' | 'proof'>[]) => volumes.some(usesBlocks);

/** Whether functions read its blocks, to copy or to compare them. */
export const usesBlocks = (volume: Pick<Volume, 'strategy' | 'proof'>) => timesRead(volume) > 0;

const timesRead = ({ strategy, proof }: Pick<Volume, 'strategy' | 'proof'>) =>
  (strategyOf(strategy).steps?.progress === 'segments' ? 1 : 0) + (proof?.compares === 'blocks' ? 1 : 0);

/** Of changes all blocks of the volume are looked through (https://docs.aws.amazon.com/ebs/latest/userguide/ebsapi-faq.html). */
function copiedOf(volume: Volume): CopiedVolume {
  const { gibibytes = volume.sizeGiB, sizeGiB, since } = volume;
  const blocks = Math.ceil(timesRead(volume) * gibibytes * BLOCKS_PER_GIB);
  const listed = since ? sizeGiB * BLOCKS_PER_GIB : gibibytes * BLOCKS_PER_GIB;
  return { blocks, segments: Math.ceil(blocks / blocksPerSegment(blocks)), listed };
}

/** How the copies of a run share what its accounts may do. Pure. */
export function planPace(clone: Clone, volumes: readonly Volume[], quotas: BlockQuotas): PlannedPace {
  const copied = volumes.filter(usesBlocks).map(copiedOf);
  const homes = budgetsOf(clone, quotas);
  const budget = Math.min(...homes.map((home) => home.budget / home.ends));
  const division = divide(budget, copied, { volumesAtOnce: clone.pace?.volumesAtOnce });
  const needed = secondsOf(copied, division) / 60;
  return {
    ...(clone.pace ? { asked: clone.pace } : {}),
    ...division,
    shares: homes.map(({ ends, ...home }) => ({ ...home, perSecond: division.perSecond * ends })),
    minutes: Math.ceil(
      minutesUntilOpenFor(clone.pace?.windows ?? [], new Date(clone.startedAt), needed, partOf(homes, division)),
    ),
  };
}

/** What part of the division is left where a window allows so many requests a second: whole functions, or a slower one. */
function partOf(
  homes: readonly { budget: number; ends: number }[],
  { volumesAtOnce, functionsAtOnce, perSecond }: Division,
) {
  const ends = Math.max(...homes.map((home) => home.ends));
  return (rate: number) => {
    const functions = Math.min(volumesAtOnce * functionsAtOnce, Math.floor(rate / (perSecond * ends)));
    const kept = functions > 0 ? functions * perSecond : rate / ends;
    return Math.min(1, kept / (volumesAtOnce * functionsAtOnce * perSecond));
  };
}

/** Volumes of a run that copies no block at once: EC2 moves their data, and counts its copies itself. */
export const volumesAtOnce = ({ pace }: Clone, planned: PlannedPace | undefined): number =>
  planned?.volumesAtOnce ?? pace?.volumesAtOnce ?? MOST_VOLUMES;

/** What each volume that is copied block by block is told. */
export const volumePaceOf = (planned: PlannedPace | undefined): VolumePace | undefined =>
  planned && { functionsAtOnce: planned.functionsAtOnce, perSecond: planned.perSecond, shares: planned.shares };

/** Where both ends are one account and Region, reads and puts share what was asked for. */
function budgetsOf({ route: { source, target }, pace }: Clone, quotas: BlockQuotas) {
  const asked = Math.min(
    pace?.requestsPerSecond ?? Number.POSITIVE_INFINITY,
    (pace?.mebibytesPerSecond ?? Number.POSITIVE_INFINITY) * BLOCKS_PER_MEBIBYTE,
  );
  const of = (most: number) => Math.max(2, Math.floor(Math.min(asked, most * shareOfQuota(asked))));
  const [from, to] = [source, target].map(({ account, region }) => ({ account, region })) as [Home, Home];
  if (from.account === to.account && from.region === to.region)
    return [{ ...from, budget: of(2 * Math.min(quotas.read, quotas.write)), ends: 2 }];
  return [
    { ...from, budget: of(quotas.read), ends: 1 },
    { ...to, budget: of(quotas.write), ends: 1 },
  ];
}

interface Home {
  account: string;
  region: string;
}

/** What somebody asked for may be all of a quota. */
const shareOfQuota = (asked: number) => (Number.isFinite(asked) ? 1 : WITHOUT_PACE);
