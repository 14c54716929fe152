import { MOST_VOLUMES } from '../pace/divide.ts';
import { FIXED_MINUTES } from './estimate.ts';
import type { PlannedVolume } from './volume-plan.ts';

/** The objects. */
const OBJECTS = 2;

/**
 * From the snapshot until the clone is verified. So many volumes are copied at once, each as soon as one of those before it has ended;
 * their snapshots are taken together. And a little for the objects.
 */
export function copyMinutes(volumes: readonly Pick<PlannedVolume, 'minutes'>[], atOnce = MOST_VOLUMES): number {
  const copied = volumes.filter(({ minutes }) => minutes > 0);
  if (copied.length === 0) return 1 + OBJECTS;
  const free = new Array<number>(atOnce).fill(0);
  for (const { minutes } of copied) {
    const next = free.indexOf(Math.min(...free));
    free[next] = free[next]! + Math.max(0, minutes - FIXED_MINUTES);
  }
  return FIXED_MINUTES + Math.max(...free) + OBJECTS;
}
