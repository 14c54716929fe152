import type { RunDetails, TaskAnswer } from '../../base/ports/runs.ts';
import { isOver } from '../../base/ports/runs.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import { Approval, type Question } from '../../plan/approval/approval.ts';
import { isNobody } from './caller.ts';
import { runOf } from './find-run.ts';
import { type ApiAnswer, jsonAnswer, Refusal } from './problem.ts';
import { type ApiRequest, type ApiTools, checkedBody } from './request.ts';
import { Decision } from './schemas.ts';

/** Answers the run's question: it continues with who approved it and what, or ends with who refused it and why. */
export async function approveRun(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const decision = checkedBody(request, Decision);
  const run = await runOf(tools, request);
  const route = request.labels.route ?? '';
  if (isNobody(request.caller)) throw unnamed(run);
  const question = await questionOf(run, route, tools);
  if (decision.cutOver !== (question.of === 'cut-over')) throw ofOther(run, route, question);
  if (decision.planHash && decision.planHash !== question.planHash) throw anotherPlan(run, route, question);
  const at = request.at.toISOString();
  if (!decision.reject) await refuseExpired(run, route, at, tools);
  const { reject, reason } = decision;
  const said = reason ? { reason } : {};
  const approval: Approval = { by: request.caller, at, planHash: question.planHash, ...said };
  const answer: TaskAnswer = reject ? refusalBy(request.caller, run, reason) : { output: approval };
  if ((await tools.runs.answerTask(question.token, answer)) === 'gone') throw await notWaiting(run, tools);
  return jsonAnswer(202, {
    id: run.name,
    route,
    status: 'RUNNING',
    decision: { approved: !reject, ...approval },
  });
}

/** Four eyes are two people, so a decision is somebody's. */
const unnamed = ({ name }: RunDetails) =>
  new Refusal(
    'access-denied',
    `Nothing says who you are: your keys are of an identity pool that names nobody, so the decision on run ${name} would be nobody's, and nothing was decided. Sign in at an issuer that the pool knows, or use a role of your own.`,
  );

async function questionOf(run: RunDetails, route: string, tools: ApiTools): Promise<Question> {
  const question = await findRecord<Question>(tools.store, keysOf(run.name).question);
  if (question?.route !== route || isOver(run)) throw await notWaiting(run, tools);
  return question;
}

async function notWaiting(run: RunDetails, { store }: ApiTools): Promise<Refusal> {
  const given = Approval.safeParse(await findRecord(store, keysOf(run.name).approval)).data;
  const why = given ? `: ${given.by} approved it at ${given.at}` : isOver(run) ? `: it is ${run.status}` : ' now';
  return new Refusal('not-in-this-state', `Run ${run.name} does not wait for an approval${why}.`);
}

/** Who approves a plan twice, or by a script, has not taken the source down by it. */
function ofOther({ name }: RunDetails, route: string, { of }: Question): Refusal {
  const path = `/routes/${route}/clones/${name}`;
  const sentence =
    of === 'cut-over'
      ? `Run ${name} waits for an approval of its cut-over, which takes the source down, and its plan is not asked about any more; nothing was decided. Decide on the cut-over: POST ${path}/approve with {"cutOver": true}.`
      : `Run ${name} waits for an approval of its plan, and not of a cut-over yet; nothing was decided. GET ${path} says when it does.`;
  return new Refusal('not-in-this-state', sentence);
}

const anotherPlan = ({ name }: RunDetails, route: string, { planHash }: Question) =>
  new Refusal(
    'another-plan',
    `Run ${name} waits with plan ${planHash}, which is not the one of the request; nothing was approved. ` +
      `Look at it with GET /routes/${route}/plans/${name}, then approve it: ` +
      `POST /routes/${route}/clones/${name}/approve with {"planHash": "${planHash}"}.`,
  );

/** A clone whose time to live is over would be removed as soon as it is made. */
async function refuseExpired({ name }: RunDetails, route: string, now: string, { store }: ApiTools): Promise<void> {
  const { expiresAt } = (await findRecord<{ clone: Clone }>(store, keysOf(name).clone))?.clone ?? {};
  if (!expiresAt || Date.parse(now) < Date.parse(expiresAt)) return;
  throw new Refusal(
    'not-in-this-state',
    `The time to live of run ${name} ended at ${expiresAt}, while it waited. Refuse it and start a new one: ` +
      `POST /routes/${route}/clones/${name}/approve with {"reject": true}, then POST /routes/${route}/clones and the request of GET /routes/${route}/clones/${name}.`,
  );
}

const refusalBy = (caller: string, { name }: RunDetails, reason: string | undefined): TaskAnswer => ({
  error: 'ApprovalRefused',
  cause: `${caller} refused the plan of run ${name}; nothing was changed.${reason ? ` Their reason: ${reason}` : ''}`,
});
