/** The API's door: finds the operation, runs it, and turns whatever refuses into a problem document. */

import { approveRun } from './approve-run.ts';
import { deleteCapture, listCaptures } from './captures.ts';
import { createSchedule, deleteSchedule, putSchedule } from './change-schedule.ts';
import { cleanUp } from './clean-up.ts';
import { retryRun, stopRun } from './end-run.ts';
import { listFiles } from './list-files.ts';
import { listRuns } from './list-runs.ts';
import { openApi } from './openapi.ts';
import { type AnsweredId, keyOf, OPERATIONS } from './operations.ts';
import { previewRollBack } from './preview-roll-back.ts';
import { type ApiAnswer, jsonAnswer, problemAnswer, Refusal } from './problem.ts';
import { type ApiRequest, type ApiTools, refusalOf } from './request.ts';
import { rollBack } from './roll-back.ts';
import { listCosts } from './show-costs.ts';
import { showEvents } from './show-events.ts';
import { showEvidence } from './show-evidence.ts';
import { listLineages } from './show-lineages.ts';
import { showMe } from './show-me.ts';
import { showPlanObjects, showRunObjects } from './show-objects.ts';
import { listRoutes, showRoute } from './show-routes.ts';
import { showPlan, showReport, showRun } from './show-run.ts';
import { listSchedules, showSchedule } from './show-schedule.ts';
import { showSummary } from './show-summary.ts';
import { startRun } from './start-run.ts';
import { tagged } from './unchanged.ts';

type Answer = (request: ApiRequest, tools: ApiTools) => Promise<ApiAnswer> | ApiAnswer;

const ANSWERS: Record<AnsweredId, Answer> = {
  listRoutes,
  getRoute: showRoute,
  startPlan: (request, tools) => startRun('plan', request, tools),
  getPlan: showPlan,
  listPlanObjects: showPlanObjects,
  startClone: (request, tools) => startRun('clone', request, tools),
  listClones: listRuns,
  getClone: showRun,
  listEvents: showEvents,
  getReport: showReport,
  getEvidence: showEvidence,
  listCloneObjects: showRunObjects,
  stopClone: stopRun,
  retryClone: retryRun,
  approveClone: approveRun,
  rollBackClone: rollBack,
  previewRollBack,
  listFiles,
  cleanUpClone: cleanUp,
  listLineages,
  getSummary: showSummary,
  listCosts,
  startCapture: (request, tools) => startRun('capture', request, tools),
  listCaptures,
  deleteCapture,
  listSchedules,
  createSchedule,
  getSchedule: showSchedule,
  putSchedule,
  deleteSchedule,
  getMe: showMe,
  getOpenApi: () => jsonAnswer(200, openApi()),
};

/** Answers every request; throws what nobody foresaw, for the log. */
export async function answer(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  return tagged(request, await orProblem(async () => operationFor(request)(request, tools)));
}

/** A refusal as its problem document; throws what nobody foresaw. */
export async function orProblem(run: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  try {
    return await run();
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return problemAnswer(refusal);
  }
}

function operationFor({ key }: ApiRequest): Answer {
  const operation = OPERATIONS.find((each) => keyOf(each) === key);
  if (operation && !('step' in operation)) return ANSWERS[operation.id];
  throw new Refusal('not-found', `There is no operation ${key}; GET /openapi.json has them all.`);
}
