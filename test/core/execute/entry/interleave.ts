/**
 * A model checker for functions that share a store: it runs the real functions, and lets every call to what they share
 * happen in every order, each of them dying before any call, and any answer of a write getting lost so that the SDK sends
 * it again. States that were seen before are not gone into twice: what a function knows is what it was answered.
 */

/**
 * Lets a call to what is shared happen when its turn has come. `all` says what the function knows after it where that
 * takes the place of everything before: what it has just written.
 */
export type Gate = <T>(what: string, call: () => Promise<T>, all?: (answer: T) => string | undefined) => Promise<T>;

export interface Actor {
  name: string;
  /**
   * `pause` waits, as a machine does before it calls a function again, until what it waits for has changed or nobody else
   * can move. `forget` is for where a function ends and another begins.
   */
  run(gate: Gate, pause: () => Promise<void>, forget: () => void): Promise<void>;
}

export interface World {
  actors: Actor[];
  /** Everything that is shared, as text. */
  state(): string;
  /** What pausing actors wait for. */
  waitedFor?(): string;
  /** After every call: throws where a promise is broken. */
  check(): void;
  /** Nobody but those that pause can move: so much time passes that they do something else. */
  passTime?(): void;
  /** When all have ended or died; `died` names those. Throws where a promise is broken. */
  end(died: string[]): Promise<void>;
}

interface Runner {
  actor: Actor;
  /** What it was answered so far: all that it knows. */
  knows: string;
  status: 'waits' | 'pauses' | 'ended' | 'died';
  /** The call that it waits for. */
  call: string;
  /** Of `pauses`: what it has seen last. */
  seen: string;
  go: (again: boolean) => void;
  moved: () => void;
  failure?: unknown;
}

interface Move {
  at: number;
  how: 'goes' | 'goes twice' | 'dies' | 'goes on after a time';
}

export interface Explored {
  /** Orders that were run to an end that no other had come to. */
  ends: number;
  states: number;
}

export async function explore(
  build: () => World | Promise<World>,
  limits: { deaths?: number; lostAnswers?: number } = {},
): Promise<Explored> {
  const seen = new Set<string>();
  const todo: Move[][] = [[]];
  let ends = 0;
  for (let path = todo.pop(); path; path = todo.pop()) {
    const ended = await follow(await build(), path, limits, seen, (other) => todo.push(other));
    if (ended) ends += 1;
  }
  return { ends, states: seen.size };
}

/** Follows a path, then on by the first move each time; every other move from a new state is a path of its own. */
async function follow(
  world: World,
  path: Move[],
  limits: { deaths?: number; lostAnswers?: number },
  seen: Set<string>,
  later: (path: Move[]) => void,
): Promise<boolean> {
  const runners = await Promise.all(world.actors.map(start(world)));
  const gone: Move[] = [];
  try {
    for (const move of path) {
      gone.push(move);
      await make(move, runners[move.at]!, world);
    }
    for (;;) {
      world.check();
      const state = world.state();
      const moves = movesOf(runners, world.waitedFor?.() ?? '', gone, limits);
      const known = runners.map(({ knows, status, seen: at }) => [knows, status, at]);
      const here = JSON.stringify([state, counts(gone), known]);
      if (seen.has(here)) return false;
      seen.add(here);
      for (const other of moves.slice(1)) later([...gone, other]);
      const [move] = moves;
      if (!move) break;
      gone.push(move);
      await make(move, runners[move.at]!, world);
    }
    await world.end(runners.filter(({ status }) => status === 'died').map(({ actor }) => actor.name));
    return true;
  } catch (error) {
    const way = gone.map(({ at, how }) => `${world.actors[at]!.name} ${how}`).join(', ');
    throw new Error(`${(error as Error).message}\nafter: ${way}\nin: ${world.state()}`, { cause: error });
  }
}

const counts = (gone: Move[]) => ['dies', 'goes twice'].map((how) => gone.filter((move) => move.how === how).length);

/** The SDK sends again what got no answer; what is asked, or done again to the same end, tells nothing new. */
const CONDITIONAL = ['putNew', 'putIf', 'deleteIf'];

function movesOf(
  runners: Runner[],
  waitedFor: string,
  gone: Move[],
  { deaths = 0, lostAnswers = 0 }: { deaths?: number; lostAnswers?: number },
): Move[] {
  const [died = 0, twice = 0] = counts(gone);
  const moves = runners.flatMap(({ status, seen, call }, at): Move[] => {
    if (status === 'pauses') return seen === waitedFor ? [] : [{ at, how: 'goes' }];
    if (status !== 'waits') return [];
    return [
      { at, how: 'goes' },
      ...(twice < lostAnswers && CONDITIONAL.includes(call) ? [{ at, how: 'goes twice' } as const] : []),
      ...(died < deaths ? [{ at, how: 'dies' } as const] : []),
    ];
  });
  if (moves.length > 0) return moves;
  return runners.flatMap(({ status }, at): Move[] =>
    status === 'pauses' ? [{ at, how: 'goes on after a time' }] : [],
  );
}

async function make({ how }: Move, runner: Runner, world: World): Promise<void> {
  if (how === 'dies') {
    runner.status = 'died';
    return;
  }
  if (how === 'goes on after a time') world.passTime?.();
  const { promise, resolve } = Promise.withResolvers<void>();
  runner.moved = resolve;
  runner.go(how === 'goes twice');
  await promise;
  if (runner.failure !== undefined) throw runner.failure;
}

const start =
  (world: World) =>
  async (actor: Actor): Promise<Runner> => {
    const runner: Runner = { actor, knows: '', status: 'waits', call: '', seen: '', go: () => {}, moved: () => {} };
    const turn = (status: 'waits' | 'pauses') =>
      new Promise<boolean>((resolve) => {
        runner.status = status;
        runner.go = resolve;
        runner.moved();
      });
    const gate: Gate = async (what, call, all) => {
      runner.call = what;
      const again = await turn('waits');
      const learn = (answer: unknown) => {
        runner.knows += `${what}: ${answer instanceof Error ? answer.message : JSON.stringify(answer)}; `;
      };
      try {
        const answer = again ? await call().then(call) : await call();
        const everything = all?.(answer);
        if (everything === undefined) learn(answer);
        else runner.knows = everything;
        return answer;
      } catch (error) {
        learn(error);
        throw error;
      }
    };
    const pause = async () => {
      // The function begins again, and knows nothing.
      runner.knows = 'rested';
      runner.seen = world.waitedFor?.() ?? '';
      await turn('pauses');
      runner.seen = '';
    };
    const { promise, resolve } = Promise.withResolvers<void>();
    runner.moved = resolve;
    const forget = () => {
      runner.knows = '';
    };
    actor.run(gate, pause, forget).then(
      () => {
        runner.status = 'ended';
        runner.moved();
      },
      (failure) => {
        runner.failure = failure;
        runner.moved();
      },
    );
    await promise;
    return runner;
  };
