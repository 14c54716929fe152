import { setTimeout as wait } from 'node:timers/promises';

const PATIENCE_MS = 240_000;

/** Asks again and again; throws when time is up. */
export async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await wait(300)) if (await check()) return;
  throw new Error(`${what}: not within ${PATIENCE_MS / 1000} s.`);
}
