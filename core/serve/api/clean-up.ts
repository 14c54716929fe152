import { startCleanUp } from '../../execute/undo/start-roll-back.ts';
import { runOf } from './find-run.ts';
import { type ApiAnswer, jsonAnswer, Refusal } from './problem.ts';
import type { ApiRequest, ApiTools } from './request.ts';
import { cloneOf, isRolledBack } from './roll-back.ts';

/** Finishes what a run that has succeeded could not clean up; nothing of its clone is undone. */
export async function cleanUp(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const run = await runOf(tools, request);
  const route = request.labels.route ?? '';
  const path = `/routes/${route}/clones/${run.name}`;
  if (run.status !== 'SUCCEEDED') {
    throw new Refusal(
      'not-in-this-state',
      `Run ${run.name} is ${run.status}, and only a run that has succeeded is cleaned up. GET ${path} says how it stands; DELETE ${path} undoes what it made.`,
    );
  }
  if (await isRolledBack(tools, run.name)) {
    throw new Refusal(
      'not-in-this-state',
      `Run ${run.name} was rolled back, which cleans up as well: what is left goes with DELETE ${path}.`,
    );
  }
  const { name, status } = await startCleanUp(tools.runs, await cloneOf(tools, run.name, route));
  return jsonAnswer(202, { id: run.name, route, cleanUp: { id: name, status } });
}
