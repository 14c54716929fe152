import type { ExecutionEnvironment } from './environment.ts';

/** A thread with a bundle and the SDK in it takes 45 to 90 MiB: this many idle ones of all functions together stay. */
const MAX_IDLE = 6;

/** Idle environments of all functions; the one that was unused for longest makes room for another. */
export interface Warmth {
  /** `cool` is told when the environment has to go; it is stopped then. */
  keep(environment: ExecutionEnvironment, cool: () => void): void;
  /** It is used again. */
  use(environment: ExecutionEnvironment): void;
}

export function createWarmth(): Warmth {
  // In the order of insertion.
  const idle = new Map<ExecutionEnvironment, () => void>();
  return {
    keep(environment, cool) {
      idle.set(environment, cool);
      const [oldest] = idle;
      if (idle.size <= MAX_IDLE || !oldest) return;
      idle.delete(oldest[0]);
      oldest[1]();
      void oldest[0].stop();
    },
    use: (environment) => void idle.delete(environment),
  };
}
