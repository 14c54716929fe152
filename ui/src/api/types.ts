/** What the API takes and answers, as types alone: no schema comes along into the page. */
import type { z } from 'zod';
import type { RequestInput } from '../../../core/base/request/request.ts';
import type { ScheduleDetails, ScheduleView } from '../../../core/serve/api/schedule-schemas.ts';
import type {
  ApprovalView,
  ListedRun as Listed,
  PlanView,
  ReportView,
  RouteChecks,
  RouteView,
  RunView,
  Step as StepView,
} from '../../../core/serve/api/schemas.ts';
import type { VolumeView } from '../../../core/serve/api/volume-schemas.ts';
import type { NamespaceView, WorkloadsView } from '../../../core/serve/survey/survey-schemas.ts';

export type Route = RouteView;
export type Run = RunView;
export type ListedRun = Listed;
export type Plan = PlanView;
export type PlanBody = NonNullable<PlanView['plan']>;
export type Finding = PlanBody['findings'][number];
export type Report = z.infer<typeof ReportView>;
export type Step = StepView;
export type Volume = VolumeView;
export type Approval = ApprovalView;
export type Checks = RouteChecks;
export type Workloads = WorkloadsView;
export type Namespace = NamespaceView;
export type Schedule = z.infer<typeof ScheduleView>;
export type ScheduleWithRuns = z.infer<typeof ScheduleDetails>;
export type Request = Omit<RequestInput, 'mode'>;

export interface Ref {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

/** One object of a plan or a run, with every field that changes. */
export interface ObjectView {
  ref: Ref;
  target?: Ref;
  outcome: 'apply' | 'drop' | 'block';
  reason?: string;
  rule?: string;
  changes: Change[];
  findings: { severity: 'blocker' | 'warning' | 'info'; rule: string; path: string; sentence: string }[];
  result?: string;
  why?: string;
}

export interface Change {
  rule: string;
  op: 'add' | 'remove' | 'replace';
  path: string;
  before?: unknown;
  after?: unknown;
  clipped?: true;
  routine?: true;
}

export type Dimension = 'outcome' | 'kind' | 'namespace' | 'rule' | 'severity' | 'result';

export interface ObjectList {
  of: 'plan' | 'run';
  objects: ObjectView[];
  facets?: { objects: number } & Record<Dimension, Record<string, number>>;
  next?: string;
}
