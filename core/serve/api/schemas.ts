/** What the API takes and answers; `docs/openapi.json` is generated from these schemas. */
import * as z from 'zod';
import { RUN_STATUSES } from '../../base/ports/runs.ts';
import { Place } from '../../base/request/end.ts';
import { MODES, Request } from '../../base/request/request.ts';
import { RouteLimits } from '../../base/request/route.ts';
import { Check } from '../doctor/check.ts';
import { ApprovalView } from './approval-schemas.ts';
import { KeptView } from './kept-schema.ts';
import * as planned from './planned-schemas.ts';
import { RoundView } from './show-rounds.ts';
import { EstimateView, PlannedVolumeView, ReportedVolumeView, VolumeView } from './volume-schemas.ts';

const time = z.string().describe('ISO 8601');

const askedBy = z
  .string()
  .describe('Who asked for it: ARN of the caller of the API, "schedule …", or that it was started in Step Functions');

/** What a plan or a clone is asked for: a request whose mode is in the path. */
export const ApiRequestBody = Request.omit({ mode: true, capture: true });

export const RouteView = z.object({
  name: z.string(),
  source: Place,
  target: Place,
  mayQuiesce: z.boolean().describe('Whether a run may scale or run commands in the source'),
  handOver: z
    .boolean()
    .describe("Whether a migration may give the source's own volumes to the target, where both are in one zone"),
  mayAddRules: z.boolean().describe('Whether a request may bring rules of its own, and switch built-in ones off'),
  limits: RouteLimits,
  approval: z.enum(['required', 'optional']).describe('required: every clone waits until somebody approves its plan'),
  whenChanged: z
    .enum(['refuse', 'leave-out'])
    .describe('What an approved run does with objects that have changed since its plan'),
  kmsKeyArn: z.string().describe('Key of the volumes in the target'),
  createsCluster: z.boolean().describe('Whether a request may have the target cluster made when it is missing'),
  connectors: z.array(z.enum(['source', 'target'])).describe('Ends that are reached through a connector'),
  masks: z
    .array(z.string())
    .optional()
    .describe('Source claims whose data is masked before anything of a clone starts, on a route that masks'),
  unmasked: z.array(z.string()).optional().describe('Those that need no masking there, with * for any letters'),
  defaults: z.record(z.string(), z.unknown()).describe('What a request has that does not say otherwise'),
});
export type RouteView = z.infer<typeof RouteView>;

export const RouteList = z.object({ routes: z.array(RouteView) });

export const Started = z.object({
  id: z.string().describe('Of the run; the name of its execution and of its records'),
  route: z.string(),
  status: z.enum(RUN_STATUSES),
});

export const RunSummaryView = Started.extend({ startedAt: time, endedAt: time.optional() });
export const Step = z.object({
  name: z.string(),
  status: z.enum(['running', 'succeeded', 'failed', 'stopped']),
  startedAt: time,
  endedAt: time.optional(),
  seconds: z.number().optional().describe('Of a step that has ended'),
  attempts: z.int().describe('How often it was tried; waiting counts as trying'),
  waitingFor: z.string().optional().describe('Of a step that is tried again: what its last try said'),
  notNeeded: z.literal(true).optional().describe('It has ended well, and there was nothing for it to do'),
  asks: z.literal(true).optional().describe('It has asked for an approval, and waits for the answer'),
  get steps() {
    return z.array(Step).optional().describe('Of the machine that this step runs');
  },
});
export type Step = z.infer<typeof Step>;

export const FailureView = z.object({
  error: z.string().describe('One of the names of core/base/errors.ts, or one of Step Functions'),
  sentence: z.string().describe('What failed, on which thing, why, and the way out'),
});

const RunSize = z.object({
  objects: z.int().describe('That are applied'),
  volumes: z.int().describe('That are copied'),
  gibibytes: z.int().describe('Of those volumes'),
  dollars: z.number().describe('Estimate'),
  minutes: z.number().describe('Estimate'),
});

export const ListedRun = RunSummaryView.extend({
  mode: z.enum(MODES).optional(),
  namespaces: z.array(z.string()).optional().describe('Of the source; * for every one'),
  schedule: z.string().optional().describe('That started it'),
  askedBy: askedBy.optional(),
  failure: FailureView.optional(),
  skipped: z.boolean().optional().describe('Another run had its scheduled time: it cloned nothing'),
  rolledBack: z.boolean().optional().describe('A roll-back of it has begun'),
  waiting: z.literal(true).optional().describe('It has asked for an approval, and waits for the answer'),
  size: RunSize.optional().describe('By its plan, once there is one'),
});

export const RunList = z.object({
  clones: z.array(ListedRun).describe('The latest first; plans are runs, too'),
  next: z.string().optional().describe('Send it as the query parameter next to get the next page'),
});
export type ListedRun = z.infer<typeof ListedRun>;

export const Decision = z.strictObject({
  planHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'a plan hash has 64 hexadecimal digits')
    .optional()
    .describe('Approve only if the run waits with this plan: the one that you looked at'),
  cutOver: z
    .boolean()
    .default(false)
    .describe('Decides on the cut-over of a migration, which takes the source down, and not on its plan'),
  reject: z.boolean().default(false).describe('Refuses it: the run ends'),
  reason: z.string().min(1).max(500).optional().describe('Kept with the decision'),
});

export const Decided = Started.extend({
  decision: z.object({
    approved: z.boolean(),
    by: z.string(),
    at: time,
    planHash: z.string(),
    reason: z.string().optional(),
  }),
});

/** What is done about a run after its end, by a machine of its own. */
const Afterwards = RunSummaryView.omit({ route: true }).extend({
  failure: FailureView.optional(),
  steps: z.array(Step).optional(),
});

export const RunView = RunSummaryView.extend({
  asOf: time.describe("When it was looked at, by the hub's clock, which all its times are by"),
  mode: z.enum(MODES),
  askedBy: askedBy.optional(),
  request: z.record(z.string(), z.unknown()).describe('As it was given'),
  progress: z.object({ done: z.int(), failed: z.int(), running: z.int() }).describe('Steps by state, of all machines'),
  steps: z.array(Step),
  volumes: z
    .array(VolumeView)
    .optional()
    .describe(
      'How far a clone has brought each volume, in the order in which they go; from when their snapshots are begun. A roll-back does not change it',
    ),
  estimate: EstimateView.optional().describe(
    'Until the last volume is verified, of a run under way; applying and verifying the workload come after that',
  ),
  approval: ApprovalView.optional().describe('Of a run that asks for one'),
  rounds: z.array(RoundView).optional().describe('Of a migration in rounds: each, in turn'),
  failure: FailureView.optional(),
  kept: KeptView.optional(),
  left: z
    .string()
    .optional()
    .describe('What a run that has succeeded could not clean up, and how to finish it; the clone is complete'),
  rollBack: Afterwards.optional().describe('The roll-back that DELETE has started, with what it has left if it failed'),
  cleanUp: Afterwards.optional().describe('The clean-up that was started after the run'),
});
export type RunView = z.infer<typeof RunView>;

const Finding = z.looseObject({
  severity: z.enum(['blocker', 'warning', 'info']),
  rule: z.string(),
  sentence: z.string(),
  reachesOut: z.boolean().optional().describe('Through this the clone could still act outside of its cluster'),
});

export const PlanView = RunSummaryView.extend({
  failure: FailureView.optional(),
  plan: z
    .looseObject({
      hash: z.string().describe('Send it as planHash of a clone, to run only if the plan still comes out as this one'),
      source: Place.optional().describe('Where it copies from'),
      target: Place.optional(),
      namespaces: z.array(z.string()).optional().describe('Of the source'),
      mapped: z.record(z.string(), z.string()).optional().describe('Source namespace -> target namespace'),
      askedBy: askedBy.optional(),
      preset: planned.PresetView.optional(),
      taken: planned.TakenView.optional(),
      masking: planned.PlannedMaskingView.optional(),
      blocked: z.boolean().describe('A clone would end with PlanBlocked: see the findings of severity blocker'),
      dollars: z.number().describe('Estimate'),
      minutes: z.number().describe('Estimate'),
      objects: z.array(z.looseObject({ outcome: z.string(), rules: z.array(z.string()) })),
      volumes: z.array(PlannedVolumeView),
      findings: z.array(Finding),
    })
    .optional()
    .describe('Not there before the plan is made'),
});
export type PlanView = z.infer<typeof PlanView>;

export const ReportView = z.looseObject({
  cloneId: z.string(),
  askedBy: askedBy.optional(),
  status: z.string(),
  startedAt: time,
  endedAt: time,
  objects: z.record(z.string(), z.int()).describe('Counts'),
  volumes: z.array(ReportedVolumeView),
  findings: z.array(Finding),
  masking: planned.MaskedView.optional(),
  cutOver: planned.ReportedCutOverView.optional(),
  safety: z.array(planned.ReportedSafetyView).optional(),
  cost: z
    .looseObject({
      planned: z
        .number()
        .describe('By the plan: from what changed last time, from a snapshot of the volume, or as if it were full'),
      expected: z.number().describe('The same reckoning with the data that turned out to be moved'),
      recorded: z.number().describe('What the functions have recorded, at the same prices'),
      deviationPercent: z.int(),
    })
    .optional()
    .describe('Dollars; of a run that has succeeded'),
  complete: z.boolean().describe('False when the lists of single objects were too long for an answer: see the bucket'),
});

export const RollBackView = z.object({
  id: z.string(),
  route: z.string(),
  rollBack: RunSummaryView.omit({ route: true, endedAt: true, startedAt: true }),
});

export const CleanUpView = z.object({
  id: z.string(),
  route: z.string(),
  cleanUp: RunSummaryView.omit({ route: true, endedAt: true, startedAt: true }),
});

export const RouteChecks = z.object({
  route: z.string(),
  checkedAt: time,
  broken: z.int().describe('How many checks a run would fail on'),
  checks: z.array(Check).describe('In the order in which one would fix things'),
});
export type RouteChecks = z.infer<typeof RouteChecks>;

export { ProblemDocument } from './problem-schema.ts';

export const ListQuery = z.strictObject({
  status: z.enum(RUN_STATUSES).optional().describe('Only runs of this status'),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Runs in one page'),
  next: z.string().max(3096).optional().describe('From the answer before'),
});
