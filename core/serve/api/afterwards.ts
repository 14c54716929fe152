import { isOver, type RunDetails } from '../../base/ports/runs.ts';
import type { Failure } from '../../base/run/envelope.ts';
import { unwrap } from '../../base/run/failure.ts';
import { cleanUpCommand, rollBackCommand, withWayOut } from '../../base/run/left.ts';
import { type Afterwards, attemptsOf } from '../../execute/undo/attempts.ts';
import type { ApiTools } from './request.ts';
import { stepsOf } from './steps.ts';

/** The latest roll-back or clean-up of a run, however it ended: its steps, and why it failed. */
export async function lastAttempt(what: Afterwards, { runs }: Pick<ApiTools, 'runs'>, run: About) {
  const last = (await attemptsOf(what, runs, run.name)).at(-1);
  if (!last) return undefined;
  const { name, status, startedAt, endedAt, failure } = last;
  const about = { route: { name: run.route }, cloneId: run.name };
  const wayOut = what === 'roll-back' ? rollBackCommand(about) : cleanUpCommand(about);
  return {
    id: name,
    status,
    startedAt,
    ...(endedAt ? { endedAt } : {}),
    ...(failure ? { failure: told(failure, wayOut) } : {}),
    steps: await stepsOf(runs, last, isOver(last)),
  };
}

interface About {
  /** Of the run. */
  name: string;
  route: string;
}

function told(failure: Failure, wayOut: string) {
  const { Error: error, Cause: sentence } = unwrap(failure);
  return { error, sentence: withWayOut(sentence, wayOut) };
}

/** What the machine of a run answers when it went well. */
interface Output {
  /** A sentence, or what the function threw where no report could be written. */
  left?: string | Failure | null;
  unwritten?: Failure;
  status?: string;
}

/** What a run has left to clean up, by its own answer; undefined when there is nothing, or nothing was made. */
export function leftBy({ status, output }: RunDetails, run: About): string | undefined {
  if (status !== 'SUCCEEDED' || typeof output !== 'object' || output === null) return undefined;
  const { left, unwritten, status: end } = output as Output;
  if (typeof left === 'string') return left;
  if (end === 'SKIPPED') return undefined;
  const said = [
    ...(left ? [unwrap(left).Cause] : []),
    ...(unwritten ? [`Its report could not be written: ${unwrap(unwritten).Cause}`] : []),
  ];
  const about = { route: { name: run.route }, cloneId: run.name };
  return said.length > 0 ? withWayOut(said.join(' '), cleanUpCommand(about)) : undefined;
}
