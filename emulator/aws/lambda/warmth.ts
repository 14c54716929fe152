import { totalmem } from 'node:os';
import type { ExecutionEnvironment } from './environment.ts';

/**
 * A thread with a bundle and the SDK in it takes some 60 MiB; starting one takes a quarter of a CPU second, and a clone
 calls two dozen functions, one that fails a dozen more. So idle ones may take an eighth of the machine's memory, as long as nobody says otherwise.
 */
const THREAD_BYTES = 60 * 2 ** 20;
export const WARM_FUNCTIONS = Math.min(64, Math.max(6, Math.floor(totalmem() / 8 / THREAD_BYTES)));

/** Idle environments of all functions; the one that was unused for longest makes room for another. */
export interface Warmth {
  /** `cool` is told when the environment has to go; it is stopped then. */
  keep(environment: ExecutionEnvironment, cool: () => void): void;
  /** It is used again. */
  use(environment: ExecutionEnvironment): void;
}

export function createWarmth(maxIdle: number): Warmth {
  // In the order of insertion.
  const idle = new Map<ExecutionEnvironment, () => void>();
  return {
    keep(environment, cool) {
      idle.set(environment, cool);
      const [oldest] = idle;
      if (idle.size <= maxIdle || !oldest) return;
      idle.delete(oldest[0]);
      oldest[1]();
      void oldest[0].stop();
    },
    use: (environment) => void idle.delete(environment),
  };
}
