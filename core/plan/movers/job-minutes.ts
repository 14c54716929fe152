import type { PlannedMove } from '../../base/run/origin.ts';
import type { PlannedVolume } from '../volumes/volume-plan.ts';

/** Jobs of a run that are at work at once. */
export const JOBS_AT_ONCE = 4;

/** Until a pod has a node, its image and its volume. */
const START_MINUTES = 2;
/** Until a driver has taken a snapshot and made a volume of it. */
const SNAPSHOT_MINUTES = 3;

/**
 * restic 0.18 took 5.1 s of a core for a GiB of 20,000 files of which half was compressible, and a pod of the run is promised a quarter
 * of one: at least so much, wherever the network or the storage is no slower.
 */
const GIBIBYTES_A_MINUTE = 3;

/** How long one Job is expected to take, for files of as many GiB; `mebibytesPerSecond` is the run's own limit. */
export function jobMinutes(
  { snapshot }: Pick<PlannedMove, 'snapshot'>,
  gibibytes: number,
  mebibytesPerSecond = Number.POSITIVE_INFINITY,
): number {
  const pace = Math.min(GIBIBYTES_A_MINUTE, (mebibytesPerSecond * 60) / 1024);
  return Math.ceil(START_MINUTES + (snapshot ? SNAPSHOT_MINUTES : 0) + gibibytes / pace);
}

/** Until the last Job of a plan has ended: each begins as soon as one of those before it has. 0 where there is none. */
export function minutesOfJobs(volumes: readonly Pick<PlannedVolume, 'jobMinutes'>[]): number {
  const free = new Array<number>(JOBS_AT_ONCE).fill(0);
  for (const { jobMinutes: minutes = 0 } of volumes) {
    const next = free.indexOf(Math.min(...free));
    free[next] = free[next]! + minutes;
  }
  return Math.max(...free);
}
