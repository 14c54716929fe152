import { badInput } from '../exit-codes.ts';
import type { Client, Run } from './client.ts';
import { runPath } from './follow.ts';

/**
 * The request of an earlier run, to be sent again: without what bound that run to its plan, and without the name and time
 * that a schedule gave it. Throws bad input with `file`, since only one of them can be meant.
 */
export async function requestOfRun(client: Client, route: string, id: string, file?: string) {
  if (file) throw badInput(['--repeat and --request: give one of them.']);
  const run = await client.send<Run>({ method: 'GET', path: runPath(route, id) });
  const { planHash: _, schedule: __, scheduledTime: ___, overlap: ____, ...request } = run.request;
  return request;
}
