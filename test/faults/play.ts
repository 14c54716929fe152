import { fork } from 'node:child_process';
import { FLOWS, type Within } from './flows.ts';
import { KINDS, type RoleCall } from './kinds.ts';
import type { Verdict } from './run-case.ts';
import type { Dealt, FromWorker } from './worker.ts';

export interface Played extends Dealt {
  verdict: Verdict;
  seconds: number;
}

export interface Result {
  cases: number;
  right: number;
  minutes: number;
  played: Played[];
  /** Cases for which the time did not suffice. */
  missed: Dealt[];
}

export interface Options {
  /** Processes, each with a cloud of its own. A case works more than it waits: one more than there are cores. */
  workers: number;
  only: RegExp;
  /** In which cloud: only the flows that take place there. */
  within?: Within | undefined;
  /** For the whole. */
  milliseconds: number;
  tell(line: string): void;
}

export const nameOf = ({ flow, kind, call }: Dealt) =>
  `${flow} ${kind} ${call.on} by ${call.by}${call.after ? ` after ${call.after}` : ''}`;

/** Deals all cases to a few processes. Whatever happens, it ends soon after its time is up, and says what was missed. */
export async function play({ workers, only, within, milliseconds, tell }: Options): Promise<Result> {
  const started = performance.now();
  const isLate = () => performance.now() - started > milliseconds;
  const played: Played[] = [];
  let cases: Dealt[] = [];
  let waiting: Dealt[] | undefined;
  const note = ({ dealt, verdict, seconds }: FromWorker & { is: 'done' }) => {
    played.push({ ...dealt, verdict, seconds });
    tell(lineOf(dealt, verdict, seconds));
  };
  const work = (_: unknown, at: number) =>
    new Promise<void>((resolve) => {
      const child = fork(new URL('./worker.ts', import.meta.url), [String(at), ...(within ? [within] : [])]);
      // A case may take some time beyond the end, but not forever.
      const end = setTimeout(() => child.kill('SIGKILL'), milliseconds + MOST_OF_A_CASE_MS);
      child.on('message', (message: FromWorker) => {
        if (message.is === 'done') note(message);
        else if (!waiting) {
          cases = casesOf(message.calls, only);
          waiting = [...cases];
          tell(`${cases.length} cases`);
        }
        child.send((isLate() ? undefined : waiting!.shift()) ?? 'end');
      });
      child.on('exit', (code) => {
        clearTimeout(end);
        if (code !== 0) tell(`A process ended with ${code ?? 'a signal'}: its case is missed.`);
        resolve();
      });
    });
  await Promise.all(Array.from({ length: workers }, work));
  const names = new Set(played.map(nameOf));
  return {
    cases: cases.length,
    right: played.filter(({ verdict }) => verdict.end !== 'wrong').length,
    minutes: (performance.now() - started) / 60_000,
    played,
    missed: cases.filter((each) => !names.has(nameOf(each))),
  };
}

/** What was played in one cloud after the other, as one result. */
export const together = (results: readonly Result[]): Result => ({
  cases: results.reduce((sum, { cases }) => sum + cases, 0),
  right: results.reduce((sum, { right }) => sum + right, 0),
  minutes: results.reduce((sum, { minutes }) => sum + minutes, 0),
  played: results.flatMap(({ played }) => played),
  missed: results.flatMap(({ missed }) => missed),
});

const MOST_OF_A_CASE_MS = 300_000;

/** The flows that need another one first come first: they take longest, and their faults are the rarer ones. */
const casesOf = (calls: [string, RoleCall[]][], only: RegExp): Dealt[] =>
  calls
    .toReversed()
    .flatMap(([flow, made]) =>
      made.flatMap((call) =>
        KINDS.filter((kind) => kind.befalls(call) && (!kind.stoppedThen || canStop(flow, kind.stoppedThen))).map(
          ({ name }) => ({
            flow,
            kind: name,
            call,
          }),
        ),
      ),
    )
    .filter((each) => only.test(nameOf(each)));

/** A refresh that is given up is left out: before it is verified the former clone comes back, and after that nothing may. */
const canStop = (flow: string, then: 'retry' | 'rollback') =>
  FLOWS.some(({ name, request }) => name === flow && request !== undefined) &&
  !(flow === 'refresh' && then === 'rollback');

function lineOf(dealt: Dealt, { end, met, said, differences = [] }: Verdict, seconds: number): string {
  const line = `${end.padEnd(6)} ${seconds.toFixed(1)} s ${nameOf(dealt)}${met === false ? ' (not met)' : ''}`;
  return end === 'wrong' ? [line, said, ...differences].join('\n    ') : line;
}
