import { isOver } from '../../base/ports/runs.ts';
import { runOf } from './find-run.ts';
import { type ApiAnswer, jsonAnswer, Refusal } from './problem.ts';
import type { ApiRequest, ApiTools } from './request.ts';
import { isRolledBack } from './roll-back.ts';

/** Stops a run; one that is over is answered as it is. The run's history says who did it. */
export async function stopRun(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const run = await runOf(tools, request);
  if (isOver(run)) return answer(request, run.name, run.status);
  await tools.runs.stop(run, { error: 'Stopped', cause: `Stopped through the API by ${request.caller}.` });
  return answer(request, run.name, 'ABORTED');
}

/**
 * Goes on where a run was stopped. A run that failed has rolled itself back and ended in its Fail state, from where a
 * redrive leads nowhere (https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html), and one whose
 * roll-back has begun makes nothing more.
 */
export async function retryRun(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const run = await runOf(tools, request);
  if (!isOver(run)) return answer(request, run.name, run.status);
  const path = `/routes/${request.labels.route}/clones`;
  if (run.status !== 'ABORTED' && run.status !== 'TIMED_OUT') {
    const why = run.status === 'SUCCEEDED' ? 'has succeeded' : 'failed, and its roll-back has begun';
    throw new Refusal(
      'not-in-this-state',
      `Run ${run.name} ${why}, so there is nothing to resume: start a new one with POST ${path} and the request of GET ${path}/${run.name}.`,
    );
  }
  if (await isRolledBack(tools, run.name)) {
    throw new Refusal(
      'not-in-this-state',
      `Run ${run.name} was rolled back after it was stopped, so there is nothing to resume: start a new one with POST ${path} and the request of GET ${path}/${run.name}. What its roll-back has left goes with DELETE ${path}/${run.name}.`,
    );
  }
  await tools.runs.redrive(run);
  return answer(request, run.name, 'RUNNING');
}

const answer = ({ labels }: ApiRequest, id: string, status: string) =>
  jsonAnswer(202, { id, route: labels.route, status });
