import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiCall, signedFetch } from '../../../cli/api/signed-fetch.ts';
import type { Cloud } from '../../../local/cloud.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of the API, each as docs/openapi.json has it
type Body = any;

const LONGEST_MS = 240_000;
/** A look reads the whole history of the run. */
const LOOK_MS = 1_000;

/** What a pipeline does through the API of the hub; a refusal is thrown. */
export function pipelineOf({ api, region, accounts }: Cloud) {
  const call = async (method: ApiCall['method'], path: string, body?: unknown): Promise<Body> => {
    const signer = { region, credentials: accounts.pipeline.credentials };
    const answer = await signedFetch(api, signer, { method, path: `/routes/prod-to-dev${path}`, body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  /** Asks until the run is so. */
  const until = async (id: string, is: (run: Body) => boolean): Promise<Body> => {
    for (const end = Date.now() + LONGEST_MS; Date.now() < end; await sleep(LOOK_MS)) {
      const run = await call('GET', `/clones/${id}`);
      if (is(run)) return run;
    }
    throw new Error(`The run ${id} did not come so far.`);
  };
  return {
    call,
    until,
    start: async (request: object): Promise<string> =>
      (await call('POST', '/clones', { selection: { namespaces: ['small'] }, ...request })).id,
    /** Throws when the run does not end so. */
    ended: async (id: string, status: string): Promise<Body> => {
      const run = await until(id, (run) => run.status !== 'RUNNING');
      if (run.status !== status) throw new Error(`The run ${id} is ${run.status}: ${JSON.stringify(run.failure)}`);
      return run;
    },
    undone: (id: string) => until(id, ({ rollBack }) => rollBack?.status === 'SUCCEEDED'),
  };
}
