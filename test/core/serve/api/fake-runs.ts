import { KubeferryError } from '../../../../core/base/errors.ts';
import type { RunDetails, RunEvent, RunKey, Runs, TaskAnswer } from '../../../../core/base/ports/runs.ts';

const AT = '2026-11-22T10:00:00.000Z';

export interface FakeRuns extends Runs {
  /** `machine/name` -> run. */
  known: Map<string, RunDetails>;
  events: Map<string, RunEvent[]>;
  started: { run: RunKey; input: unknown }[];
  /** Tokens of tasks that wait, and what each answered one was given. */
  waiting: Set<string>;
  answered: TaskAnswer[];
}

/** Step Functions as far as the API sees it: names are used once, but for a running run with the same input. */
export function fakeRuns(): FakeRuns {
  const known = new Map<string, RunDetails>();
  const events = new Map<string, RunEvent[]>();
  const started: FakeRuns['started'] = [];
  const waiting = new Set<string>();
  const answered: TaskAnswer[] = [];
  const idOf = ({ machine, name }: RunKey) => `${machine}/${name}`;
  const change = (run: RunKey, status: RunDetails['status'], more: Partial<RunDetails> = {}) => {
    const before = known.get(idOf(run));
    if (before) known.set(idOf(run), { ...before, status, ...more });
  };
  return {
    known,
    events,
    started,
    waiting,
    answered,
    async answerTask(token, answer) {
      if (!waiting.delete(token)) return 'gone';
      answered.push(answer);
      return 'taken';
    },
    async start(run, input) {
      const earlier = known.get(idOf(run));
      if (earlier) {
        const same = earlier.status === 'RUNNING' && JSON.stringify(earlier.input) === JSON.stringify(input);
        return same ? 'started' : 'taken';
      }
      started.push({ run, input });
      known.set(idOf(run), { ...run, status: 'RUNNING', startedAt: AT, input });
      return 'started';
    },
    describe: async (run) => known.get(idOf(run)),
    async list(machine, { status, limit, next }) {
      if (next === 'garbage') throw new KubeferryError('InvalidRequest', 'No page begins there.');
      const all = [...known.values()].filter((run) => run.machine === machine && (!status || run.status === status));
      return { runs: all.slice(0, limit), ...(all.length > limit ? { next: String(limit) } : {}) };
    },
    history: async (run) => events.get(idOf(run)) ?? [],
    stop: async (run, { error, cause }) =>
      change(run, 'ABORTED', { endedAt: AT, failure: { Error: error, Cause: cause } }),
    redrive: async (run) => change(run, 'RUNNING'),
  };
}
