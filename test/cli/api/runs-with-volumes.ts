import type { Run } from '../../../cli/api/client.ts';

type Volume = NonNullable<Run['volumes']>[number];

export const volume = (claim: string, over: Partial<Volume> = {}): Volume => ({
  claim,
  strategy: 'share-and-copy',
  sizeGiB: 10,
  stage: 'waiting',
  percent: 0,
  ...over,
});

export const run = (over: Partial<Run> = {}): Run => ({
  id: 'clone-1',
  route: 'prod-to-dev',
  status: 'RUNNING',
  asOf: 'now',
  startedAt: '2026-11-22T10:00:00Z',
  mode: 'clone',
  request: {},
  progress: { done: 0, failed: 0, running: 0 },
  steps: [],
  ...over,
});

export const step = (name: string, seconds?: number, steps: Run['steps'] = []): Run['steps'][number] => ({
  name,
  status: seconds === undefined ? 'running' : 'succeeded',
  startedAt: '2026-11-22T10:00:00Z',
  attempts: 1,
  ...(seconds === undefined ? {} : { seconds }),
  ...(steps.length > 0 ? { steps } : {}),
});

/** So many volumes, the first of them verified, the next ones under way. */
export const many = (count: number, verified: number, underWay: number): Volume[] =>
  Array.from({ length: count }, (_, number) => {
    const claim = `shop/data-orders-${number}`;
    if (number < verified) return volume(claim, { stage: 'verified', percent: 100 });
    return number < verified + underWay ? volume(claim, { stage: 'copying', percent: 45 }) : volume(claim);
  });

/** A running step that is tried again and again. */
export const waitingStep = (name: string, waitingFor: string, attempts = 2): Run['steps'][number] => ({
  ...step(name),
  attempts,
  waitingFor,
});
