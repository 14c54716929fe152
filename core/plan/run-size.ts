import { brings } from '../base/strategies.ts';
import type { Plan } from './plan.ts';

/** How big a run is, by its plan. */
export interface RunSize {
  /** That are applied. */
  objects: number;
  /** That are copied. */
  volumes: number;
  gibibytes: number;
  dollars: number;
  minutes: number;
}

export function sizeOf({ objects, volumes, dollars, minutes }: Plan): RunSize {
  const copied = volumes.filter(brings);
  return {
    objects: objects.filter(({ outcome }) => outcome === 'apply').length,
    volumes: copied.length,
    gibibytes: copied.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0),
    dollars,
    minutes,
  };
}
