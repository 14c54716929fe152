/** Time to live of a clone: `12h`, `3d`. Pure. */
const TTL = /^([1-9]\d{0,3})([hd])$/;
const UNIT_MS = { h: 3_600_000, d: 86_400_000 } as const;
const LONGEST_DAYS = 90;

/** Milliseconds; undefined when it is not written so, or longer than 90 days: the ledger that removes a clone lives little longer. */
export function ttlOf(text: string): number | undefined {
  const [, number, unit] = TTL.exec(text) ?? [];
  const milliseconds = Number(number) * UNIT_MS[unit as keyof typeof UNIT_MS];
  return milliseconds > 0 && milliseconds <= LONGEST_DAYS * UNIT_MS.d ? milliseconds : undefined;
}

/** When a run that began then ends to live, ISO 8601 to the second; undefined without a time to live. */
export function expiryOf({ ttl }: { ttl?: string | undefined }, startedAt: string): string | undefined {
  const milliseconds = ttl === undefined ? undefined : ttlOf(ttl);
  if (milliseconds === undefined) return undefined;
  return new Date(Date.parse(startedAt) + milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
