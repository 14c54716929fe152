import { availableParallelism } from 'node:os';
import type { ExecutionEnvironment } from './environment.ts';
import type { InvocationResult } from './function.ts';
import type { Warmth } from './warmth.ts';

/**
 * Threads at a time of one function; further invocations wait, as with a reserved concurrency and patient callers.
 * Only those that call a connector wait for another function, which has threads of its own; so more than there are
 * processors would only take memory.
 */
const MAX_ENVIRONMENTS = Math.max(2, availableParallelism());

/** The environments of one function (and qualifier); started by demand, kept warm as long as there is room. */
export interface Pool {
  invoke(event: string): Promise<InvocationResult>;
  stop(): Promise<void>;
}

export function createPool(start: () => ExecutionEnvironment, warmth: Warmth): Pool {
  const idle: ExecutionEnvironment[] = [];
  const all = new Set<ExecutionEnvironment>();
  const waiting: ((environment: ExecutionEnvironment) => void)[] = [];

  const startOne = () => {
    const environment = start();
    all.add(environment);
    return environment;
  };
  const forget = (environment: ExecutionEnvironment) => {
    all.delete(environment);
    if (idle.includes(environment)) idle.splice(idle.indexOf(environment), 1);
  };
  const take = async (): Promise<ExecutionEnvironment> => {
    const warm = idle.pop();
    if (warm) warmth.use(warm);
    if (warm?.alive) return warm;
    if (warm) forget(warm);
    return all.size < MAX_ENVIRONMENTS ? startOne() : new Promise((next) => waiting.push(next));
  };
  const giveBack = (environment: ExecutionEnvironment) => {
    if (!environment.alive) forget(environment);
    const next = waiting.shift();
    if (next) next(environment.alive ? environment : startOne());
    else if (environment.alive) {
      idle.push(environment);
      warmth.keep(environment, () => forget(environment));
    }
  };

  return {
    async invoke(event) {
      const environment = await take();
      try {
        return await environment.invoke(event);
      } finally {
        giveBack(environment);
      }
    },
    async stop() {
      await Promise.all([...all].map((environment) => environment.stop()));
      all.clear();
    },
  };
}
