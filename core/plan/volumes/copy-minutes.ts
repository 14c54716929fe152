import { MOST_VOLUMES } from '../pace/divide.ts';
import { FIXED_MINUTES } from './estimate.ts';
import type { PlannedVolume } from './volume-plan.ts';

/** The objects. */
const OBJECTS = 2;

type Minutes = Pick<PlannedVolume, 'minutes' | 'snapshotMinutes'>;

/**
 * From the snapshot until the clone is verified. So many volumes are copied at once, each as soon as one of those before it has ended;
 * their snapshots are taken together. And a little for the objects.
 */
export function copyMinutes(volumes: readonly Minutes[], atOnce = MOST_VOLUMES): number {
  const copied = volumes.filter(({ minutes }) => minutes > 0);
  if (copied.length === 0) return 1 + OBJECTS;
  const free = new Array<number>(atOnce).fill(0);
  for (const { minutes, snapshotMinutes = 0 } of copied) {
    const next = free.indexOf(Math.min(...free));
    free[next] = free[next]! + Math.max(0, minutes - snapshotMinutes - FIXED_MINUTES);
  }
  return FIXED_MINUTES + longestSnapshot(copied) + Math.max(...free) + OBJECTS;
}

/** Beyond the minutes that each volume has. */
export const longestSnapshot = (volumes: readonly Minutes[]): number =>
  Math.max(0, ...volumes.map(({ snapshotMinutes = 0 }) => snapshotMinutes));
