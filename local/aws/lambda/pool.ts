import { type ExecutionEnvironment, startEnvironment } from './environment.ts';
import type { FunctionSpec, InvocationResult } from './function.ts';

/** Threads at a time of one function; further invocations wait, as a reserved concurrency with patient callers. */
const MAX_ENVIRONMENTS = 8;

/** The warm environments of one function (and qualifier); started by demand. */
export interface Pool {
  invoke(event: string): Promise<InvocationResult>;
  stop(): Promise<void>;
}

export function createPool(
  spec: FunctionSpec,
  qualifier: string | undefined,
  variables: () => Record<string, string>,
  log: (text: string) => void,
): Pool {
  const idle: ExecutionEnvironment[] = [];
  const all = new Set<ExecutionEnvironment>();
  const waiting: ((environment: ExecutionEnvironment) => void)[] = [];

  const start = () => {
    const environment = startEnvironment(spec, qualifier, variables(), log);
    all.add(environment);
    return environment;
  };
  const take = async () =>
    idle.pop() ??
    (all.size < MAX_ENVIRONMENTS ? start() : new Promise<ExecutionEnvironment>((next) => waiting.push(next)));
  const giveBack = (environment: ExecutionEnvironment) => {
    if (!environment.alive) all.delete(environment);
    const next = waiting.shift();
    if (next) next(environment.alive ? environment : start());
    else if (environment.alive) idle.push(environment);
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
