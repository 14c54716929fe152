import { isDeepStrictEqual } from 'node:util';
import type { Flow, Sight } from './flows.ts';
import type { FaultKind, RoleCall } from './kinds.ts';
import { meets } from './record.ts';
import type { Look, Run, World } from './world.ts';

export interface Case {
  flow: Flow;
  kind: FaultKind;
  call: RoleCall;
}

export interface Verdict {
  /** `told`: neither at once, but the way out that the run named led there. `wrong`: nothing did. */
  end: 'done' | 'undone' | 'told' | 'wrong';
  /** What the run said where it was neither, and the way out that was followed. */
  said?: string;
  wayOut?: string;
  /** Whether the run made the call at all. */
  met?: boolean;
  /** What is there and should not be, and the other way round. */
  differences?: string[];
  /** The clone that is in place now. */
  standing?: string | undefined;
}

/** Runs one flow with one fault in it, and follows the way out that it names, the cause of the fault being removed. */
export async function runCase(
  world: World,
  { flow, kind, call }: Case,
  good: Sight,
  standing?: string,
): Promise<Verdict> {
  const before = await sight(world);
  const repair = world.small.cloud.addFault(kind.fault(call));
  const from = world.small.cloud.calls.length;
  const run = await flow.run(world, standing).finally(repair);
  const met = meets(world.small.cloud.calls.slice(from), call);
  const wrong = async (said: string): Promise<Verdict> => {
    return { end: 'wrong', met, said, differences: differences(await sight(world), before, good) };
  };
  const after = await sight(world);
  if ((await flow.stays?.(world, run)) && !hasStayed(after, good))
    return wrong('The source was cut over, and then the clone was undone, or the source resumed.');
  const first = judge(flow, after, before, good);
  const said = [run.status, ...sentencesOf(run)].join(' ');
  if (!met && first !== 'done') return wrong(`It failed though nothing was in its way: ${said}`);
  const wayOut = commandIn(said);
  // Who is told to do something does it, though nothing may be left to see.
  if (first && isTrue(first, run) && !run.left && !wayOut)
    return { end: first, met, said, standing: first === 'done' ? standingAfter(flow, run) : standing };
  if (!wayOut) return wrong(said);
  const led = await world.command(wayOut.name, wayOut.id);
  const second = judge(flow, await sight(world), before, good);
  if (!second || !isTrue(second, led) || led.left)
    return wrong(`${said} Then kubeferry ${wayOut.name} led to: ${[led.status, ...sentencesOf(led)].join(' ')}`);
  const wayOutNamed = `kubeferry ${wayOut.name}`;
  return {
    end: 'told',
    met,
    said,
    wayOut: wayOutNamed,
    standing: second === 'done' ? standingAfter(flow, run) : standing,
  };
}

export const sight = async (world: World): Promise<Sight> => ({
  look: await world.look(),
  contents: await world.contents(),
  origin: await world.origin(),
});

const hasStayed = (now: Sight, good: Sight) =>
  isDeepStrictEqual([now.contents, now.origin], [good.contents, good.origin]);

/** It begins with the clone in place, and takes it away. */
const isUndoing = ({ request }: Flow) => request === undefined;

export function judge(flow: Flow, now: Sight, before: Sight, good: Sight): 'done' | 'undone' | undefined {
  if (flow.isDone(now, before, good)) return 'done';
  return isDeepStrictEqual(now.look, before.look) && !isUndoing(flow) ? 'undone' : undefined;
}

/** A run that is done says so, and one that is undone does not. */
const isTrue = (end: 'done' | 'undone', { status, rollBack }: Run) =>
  (status === 'SUCCEEDED' || rollBack?.status === 'SUCCEEDED') === (end === 'done') || rollBack?.status === 'SUCCEEDED';

/** The clone that is in place when the flow has come to its end. */
export const standingAfter = (flow: Flow, run: Run) => (isUndoing(flow) ? undefined : run.id);

/** All that a person reads of how the run stands. */
export const sentencesOf = ({ failure, rollBack, left }: Run): string[] =>
  [rollBack?.failure?.sentence, left, failure?.sentence].filter((each) => each !== undefined);

function commandIn(said: string) {
  const [, name, id] = /kubeferry (rollback|retry|clean-up) [\w-]+ ([\w-]+)/.exec(said) ?? [];
  return name && id ? { name, id } : undefined;
}

/** `+` and `-`: what is there now and did not exist before, and the other way round; `~`: what a good end does not have. */
export function differences({ look, contents }: Sight, before: Sight, good: Sight): string[] {
  const lines = (each: Look) => [...each.accounts, ...each.target, ...each.source.map((pair) => pair.join(' '))];
  const [were, are] = [lines(before.look), lines(look)];
  const wanted = new Set(good.contents.map((each) => JSON.stringify(each)));
  const strange = contents.map((each) => JSON.stringify(each)).filter((each) => !wanted.has(each));
  return [
    ...are.filter((line) => !were.includes(line)).map((line) => `+ ${line}`),
    ...were.filter((line) => !are.includes(line)).map((line) => `- ${line}`),
    ...strange.map((each) => `~ ${each}`),
  ];
}
