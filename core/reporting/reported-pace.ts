import type { RunPace } from '../base/request/pace.ts';
import type { Work } from '../base/run/step-times.ts';
import type { PlannedPace } from '../plan/pace/plan-pace.ts';

/** How fast blocks were copied, beside how fast they might have been. */
export interface ReportedPace {
  /** By the route and the request. */
  asked?: RunPace;
  /** Requests a second that each account had for all functions of all runs. */
  budgets: { account: string; region: string; perSecond: number }[];
  volumesAtOnce: number;
  functionsAtOnce: number;
  /** On average, from the first block to the last, closed windows included. */
  kept: { readsPerSecond: number; putsPerSecond: number };
  /** Requests that EBS asked to slow down. */
  throttled: number;
  sentence: string;
}

const STEP = 'copy-segment';

/** Nothing of a run that has copied no block. */
export function reportedPace(planned: PlannedPace | undefined, work: Work): ReportedPace | undefined {
  const tallies = work.tallies.flatMap(({ step, blocks }) => (step === STEP ? (blocks ?? []) : []));
  const times = work.times.filter(({ step }) => step === STEP);
  if (!planned || tallies.length === 0 || times.length === 0) return undefined;
  const began = Math.min(...times.map(({ startedAt }) => Date.parse(startedAt)));
  const ended = Math.max(...times.map(({ endedAt }) => Date.parse(endedAt)));
  const seconds = Math.max(1, (ended - began) / 1_000);
  const sum = (of: (blocks: (typeof tallies)[number]) => number) =>
    tallies.reduce((total, each) => total + of(each), 0);
  const rate = (count: number) => Math.round((10 * count) / seconds) / 10;
  const kept = { readsPerSecond: rate(sum(({ read }) => read)), putsPerSecond: rate(sum(({ written }) => written)) };
  const throttled = sum((each) => each.throttled ?? 0);
  const budgets = planned.shares.map(({ account, region, budget: perSecond }) => ({ account, region, perSecond }));
  const { asked, volumesAtOnce, functionsAtOnce } = planned;
  const figures = { budgets, volumesAtOnce, functionsAtOnce, kept, throttled };
  return { ...(asked ? { asked } : {}), ...figures, sentence: sentenceOf(figures) };
}

function sentenceOf({ budgets, kept, throttled }: Pick<ReportedPace, 'budgets' | 'kept' | 'throttled'>): string {
  const allowed = budgets
    .map(({ account, region, perSecond }) => `${perSecond} in ${account}, ${region}`)
    .join(' and ');
  const slowed = throttled === 0 ? 'EBS slowed none of them down' : `EBS asked ${throttled} of them to slow down`;
  return `Blocks were read at ${kept.readsPerSecond} and put at ${kept.putsPerSecond} requests a second on average, where the pace allows ${allowed}; ${slowed}.`;
}
