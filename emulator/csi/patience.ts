const FIRST_MS = 500;
const LONGEST_MS = 8_000;

/** Waits longer after each failure of the same thing, as the CSI sidecars' work queues do. */
export interface Patience {
  isDue(key: string): boolean;
  failed(key: string): void;
  succeeded(key: string): void;
}

export function patience(now: () => number = () => performance.now()): Patience {
  const waits = new Map<string, { until: number; milliseconds: number }>();
  return {
    isDue: (key) => (waits.get(key)?.until ?? 0) <= now(),
    failed: (key) => {
      const milliseconds = Math.min(2 * (waits.get(key)?.milliseconds ?? FIRST_MS / 2), LONGEST_MS);
      waits.set(key, { until: now() + milliseconds, milliseconds });
    },
    succeeded: (key) => {
      waits.delete(key);
    },
  };
}
