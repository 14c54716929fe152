/** A function that is killed holds its share no longer than this. */
export const LEASE_MS = 60_000;
/** How often windows and shares are looked at while calls are made. */
export const LOOK_MS = 15_000;
