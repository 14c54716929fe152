import { STEP } from '../../execute/progress/marks.ts';
import type { VolumeProgress } from './volume-progress.ts';

export const BASES = ['progress', 'plan'] as const;

export interface Estimate {
  secondsLeft: number;
  /** What it is derived from: the pace so far, or the minutes that the plan gives a volume. */
  basis: (typeof BASES)[number];
}

export interface Paced extends VolumeProgress {
  /** The plan's, for snapshot and copy together. */
  plannedSeconds: number;
  /** When the first mark of its stage was reached, and the last one so far; in milliseconds since the epoch. */
  stageBegan?: number;
  lastMark?: number;
}

/**
 * Seconds until one volume is verified, as of `now` (milliseconds since the epoch). A copy that has shown a pace goes on
 * at it; before that the plan's minutes count, less what has passed. Nothing where neither says a thing: when a volume
 * has outlived its planned minutes, and while it is created, which takes moments.
 */
export function estimateVolume(volume: Paced, now: number): Estimate | undefined {
  const { stage, percent, plannedSeconds, stageBegan, lastMark } = volume;
  if (stage === 'verified' || stage === 'creating') return undefined;
  const elapsed = stageBegan === undefined ? 0 : Math.max(0, now - stageBegan) / 1000;
  if (stage === 'copying' && percent > 0 && stageBegan !== undefined && lastMark !== undefined && lastMark > stageBegan)
    return { secondsLeft: Math.round(atPace(percent, stageBegan, lastMark, now)), basis: 'progress' };
  const secondsLeft = Math.round(plannedSeconds - elapsed);
  return secondsLeft > 0 ? { secondsLeft, basis: 'plan' } : undefined;
}

/**
 * Marks are steps: since the last one the copy has gone on, but has not reached the next. So the estimate goes down from
 * mark to mark, and grows when a copy stands still.
 */
function atPace(percent: number, began: number, lastMark: number, now: number): number {
  const perMillisecond = percent / (lastMark - began);
  const sinceMark = Math.max(0, now - lastMark);
  const reached = Math.min(percent + perMillisecond * sinceMark, percent + STEP, 99);
  return ((100 - reached) * (lastMark + sinceMark - began)) / reached / 1000;
}

/** Volumes that the machine copies at once (`MaxConcurrency` of "Copy each volume"). */
const LANES = 20;

/**
 * Seconds until the last volume is verified: those that wait take the place of whichever is through first. From progress
 * when every volume under way has shown its pace and none waits.
 */
export function estimateAll(volumes: readonly Paced[], now: number): Estimate | undefined {
  const open = volumes.filter(({ stage }) => stage !== 'verified');
  if (open.length === 0) return undefined;
  const each = open.map((volume) => ({ waits: volume.stage === 'waiting', estimate: estimateVolume(volume, now) }));
  const lanes = each.filter(({ waits }) => !waits).map(({ estimate }) => estimate?.secondsLeft ?? 0);
  while (lanes.length < LANES) lanes.push(0);
  for (const { waits, estimate } of each) {
    if (!waits) continue;
    const soonest = lanes.indexOf(Math.min(...lanes));
    lanes[soonest] = (lanes[soonest] ?? 0) + (estimate?.secondsLeft ?? 0);
  }
  const secondsLeft = Math.max(...lanes);
  const planned = each.some(({ estimate }) => estimate?.basis === 'plan');
  return secondsLeft > 0 ? { secondsLeft, basis: planned ? 'plan' : 'progress' } : undefined;
}
