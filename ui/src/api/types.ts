/** What the API takes and answers, as types alone: the page loads no schema. */
import type * as z from 'zod';
import type { RequestInput } from '../../../core/base/request/request.ts';
import type { ApprovalView } from '../../../core/serve/api/approval-schemas.ts';
import type { CostsView, MonthView } from '../../../core/serve/api/cost-schemas.ts';
import type { FilesView } from '../../../core/serve/api/file-schemas.ts';
import type { MembersView, MemberView } from '../../../core/serve/api/member-schemas.ts';
import type { ObjectList as Objects } from '../../../core/serve/api/object-schemas.ts';
import type { RollBackPreview as Preview } from '../../../core/serve/api/roll-back-schemas.ts';
import type { ScheduleDetails, ScheduleList } from '../../../core/serve/api/schedule-schemas.ts';
import type {
  ListedRun as Listed,
  PlanView,
  ReportView,
  RouteChecks,
  RouteView,
  RunView,
  Step as StepView,
} from '../../../core/serve/api/schemas.ts';
import type { RouteSummary } from '../../../core/serve/api/summary-schemas.ts';
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
export type Costs = CostsView;
export type Files = FilesView;
export type Members = MembersView;
export type Member = MemberView;
export type Month = MonthView;
export type Summary = RouteSummary;
export type RollBackPreview = Preview;
export type Workloads = WorkloadsView;
export type Namespace = NamespaceView;
export type ListedSchedule = z.infer<typeof ScheduleList>['schedules'][number];
export type ShownSchedule = z.infer<typeof ScheduleDetails>;
export type Request = Omit<RequestInput, 'mode'>;

export interface Ref {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

export type ObjectView = Objects['objects'][number];
export type Change = ObjectView['changes'][number];
export type ObjectList = Objects;
export type Dimension = Exclude<keyof NonNullable<Objects['facets']>, 'objects'>;
