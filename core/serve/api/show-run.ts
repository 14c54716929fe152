import { isOver, type RunDetails } from '../../base/ports/runs.ts';
import { BY_HAND } from '../../base/run/asked-by.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import { isClosed } from '../../execute/undo/close-run.ts';
import { allKept } from '../../execute/undo/kept.ts';
import { blockersOf, type Plan } from '../../plan/plan.ts';
import type { Report } from '../../reporting/report.ts';
import { lastAttempt, leftBy } from './afterwards.ts';
import { askerIn } from './asker.ts';
import { failureOf, isOfOthers, modeOf, runOf, summaryOf } from './find-run.ts';
import { type ApiAnswer, jsonAnswer, Refusal } from './problem.ts';
import type { ApiRequest, ApiTools } from './request.ts';
import type { Step } from './schemas.ts';
import { approvalOf } from './show-approval.ts';
import { roundsShown } from './show-rounds.ts';
import { volumesOf } from './show-volumes.ts';
import { countSteps, stepsOf } from './steps.ts';

/** A function answers at most 6 MB (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html); the body is text within JSON. */
const LONGEST_ANSWER = 4_000_000;

export async function showRun(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const run = await runOf(tools, request);
  const { mode, ...given } = inputOf(run);
  const route = request.labels.route ?? '';
  const [steps, ofOthers] = await Promise.all([stepsOf(tools.runs, run, isOver(run)), isOfOthers(tools, run, route)]);
  const after = { name: run.name, route };
  const leftAtEnd = leftBy(run, after);
  const [rollBack, cleanUp] = await Promise.all([
    // Nobody rolls back what goes, and what was rolled back goes no more.
    isOver(run) && !ofOthers ? lastAttempt('roll-back', tools, after) : undefined,
    leftAtEnd && !ofOthers ? lastAttempt('clean-up', tools, after) : undefined,
  ]);
  const undone = rollBack !== undefined || cleanUp !== undefined;
  const { askedBy, approval, rounds, volumes } = ofOthers
    ? { askedBy: BY_HAND }
    : await recordsOf(run, { route, mode, steps, undone }, tools);
  return jsonAnswer(200, {
    ...summaryOf(route, run),
    asOf: tools.clock.now().toISOString(),
    mode: modeOf(mode),
    askedBy,
    request: given,
    progress: countSteps(steps),
    steps,
    ...volumes,
    ...(approval ? { approval } : {}),
    ...rounds,
    ...failureOf(run),
    ...leftNow(leftAtEnd, rollBack, cleanUp),
    ...(rollBack ? { rollBack } : {}),
    ...(cleanUp ? { cleanUp } : {}),
    ...(isOver(run) && !ofOthers ? await keptOf(tools, run, undone) : {}),
  });
}

interface Shown {
  route: string;
  mode: unknown;
  steps: Step[];
  /** Whether its roll-back or clean-up was started, which changes its records. */
  undone: boolean;
}

/** What the records of a run say. Those of one that has succeeded change no more, until it is undone. */
function recordsOf(run: RunDetails, { route, mode, steps, undone }: Shown, tools: ApiTools) {
  const { store, memory } = tools;
  const about = { cloneId: run.name, route };
  const look = async () => {
    const [askedBy, approval, rounds, volumes] = await Promise.all([
      askerIn(tools, run.name, scheduleOf(run)),
      approvalOf(store, { ...about, steps }),
      inputOf(run).migrate ? roundsShown(store, run.name) : {},
      mode === 'plan' ? {} : volumesOf(store, { cloneId: run.name, over: isOver(run), now: tools.clock.now() }),
    ]);
    return { askedBy, approval, rounds, volumes };
  };
  return run.status === 'SUCCEEDED' && !undone ? memory.forever(`records ${route}/${run.name}`, look) : look();
}

/** Roll-backs and clean-ups alone keep something; one by hand has closed the run. */
async function keptOf({ store }: ApiTools, { name, status }: RunDetails, undone: boolean) {
  if (status === 'SUCCEEDED' && !undone && !(await isClosed(store, name))) return {};
  const kept = (await allKept(store, name)).map(({ at, why }) => ({ at, why }));
  return kept.length > 0 ? { kept } : {};
}

type Attempt = Awaited<ReturnType<typeof lastAttempt>>;

/** A roll-back takes the rest along, and so does a clean-up; one that failed says what is left by now. */
function leftNow(atEnd: string | undefined, rollBack: Attempt, cleanUp: Attempt): { left?: string } {
  if (!atEnd || rollBack || cleanUp?.status === 'SUCCEEDED') return {};
  return { left: cleanUp?.failure?.sentence ?? atEnd };
}

export async function showPlan(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const run = await runOf(tools, request);
  const route = request.labels.route ?? '';
  const plan = await findRecord<Plan>(tools.store, keysOf(run.name).plan);
  const about = { ...summaryOf(route, run), ...failureOf(run) };
  if (plan?.route !== route) return jsonAnswer(200, about);
  const blocked = blockersOf(plan).length > 0;
  return fitting({ ...about, plan: { ...plan, blocked } }, { ...about, plan: { ...plan, blocked, objects: [] } });
}

export async function showReport(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const run = await runOf(tools, request);
  const report = await findRecord<Report>(tools.store, keysOf(run.name).report);
  if (!report || report.route.name !== request.labels.route) {
    const why = isOver(run) ? 'it ended before it could be written' : 'it is written when the run ends';
    throw new Refusal(
      'not-found',
      `Run ${run.name} has no report: ${why}. GET /routes/${request.labels.route}/clones/${run.name} says how it stands.`,
    );
  }
  const { translations: _, results: __, ...short } = report;
  return fitting({ ...report, complete: true }, { ...short, complete: false });
}

/** The whole when it fits into an answer, and else the short form: the whole is in the bucket. */
function fitting(whole: unknown, short: unknown): ApiAnswer {
  const answer = jsonAnswer(200, whole);
  return answer.body.length > LONGEST_ANSWER ? jsonAnswer(200, short) : answer;
}

const inputOf = ({ input }: RunDetails): Record<string, unknown> =>
  typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};

const scheduleOf = (run: RunDetails): string | undefined => {
  const { schedule } = inputOf(run);
  return typeof schedule === 'string' ? schedule : undefined;
};
