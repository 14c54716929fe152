import type { Sight } from './flows.ts';
import { meets } from './record.ts';
import { type Case, differences, judge, sentencesOf, sight, standingAfter, type Verdict } from './run-case.ts';
import type { World } from './world.ts';

/** Runs one flow, stops it during one call, and continues with it or rolls it back: that must lead to the end or the beginning. */
export async function runStopped(
  world: World,
  { flow, kind, call }: Case,
  good: Sight,
  standing?: string,
): Promise<Verdict> {
  const before = await sight(world);
  const repair = world.small.cloud.addFault(kind.fault(call));
  const from = world.small.cloud.calls.length;
  const isReached = () => meets(world.small.cloud.calls.slice(from), call);
  const run = await world.stopped(flow.request!, isReached).finally(repair);
  const met = isReached();
  // It was faster than who stopped it: there is nothing to continue with.
  const isOver = run.status === 'SUCCEEDED' && kind.stoppedThen === 'retry';
  const led = isOver ? run : await world.command(kind.stoppedThen!, run.id);
  const now = await sight(world);
  const end = judge(flow, now, before, good);
  const wanted = kind.stoppedThen === 'retry' ? 'done' : 'undone';
  const said = [run.status, 'then', led.status, ...sentencesOf(led)].join(' ');
  if (end !== wanted) return { end: 'wrong', met, said, differences: differences(now, before, good) };
  return { end, met, said, standing: end === 'done' ? standingAfter(flow, run) : standing };
}
