import type { Logger } from '@aws-lambda-powertools/logger';

/** Progress is for people: a run goes on without it, and the log says why it was not noted. */
export async function noted(work: Promise<unknown>, { log }: { log: Logger }): Promise<void> {
  await work.catch((error: unknown) => log.warn('progress not noted', { error: error as Error }));
}
