import type { Change, Finding } from '../../kube/finding.ts';
import type { AppliedObject } from '../base/run/applied.ts';
import type { FailureReport } from '../base/run/failure.ts';
import type { StepTime } from '../base/run/step-times.ts';
import type { TranslationRecord } from '../execute/apply/translate-stage.ts';
import type { MaskingRecord } from '../execute/masking/settle-masking.ts';
import type { PointedObject } from '../execute/owners/pointed.ts';
import type { ComparedVolume } from '../execute/proof/proof-of.ts';
import type { Kept } from '../execute/undo/kept.ts';
import type { Approval } from '../plan/approval/approval.ts';
import type { PlannedObject } from '../plan/planned-object.ts';
import type { PlannedRefresh } from '../plan/refresh/plan-refresh.ts';
import type { PlannedVolume } from '../plan/volumes/volume-plan.ts';
import type { CostReport } from './cost/cost-report.ts';
import type { Movement } from './movement.ts';
import type { ReportedCapture } from './reported-capture.ts';
import type { ReportedCluster } from './reported-cluster.ts';
import type { ReportedCutOver } from './reported-cut-over.ts';
import type { ReportedPace } from './reported-pace.ts';
import type { ReportedSafety } from './reported-safety.ts';
import type { Start } from './starts.ts';

export type Status = 'PLANNED' | 'SUCCEEDED' | 'FAILED' | 'SKIPPED';

export interface ReportedVolume extends PlannedVolume {
  targetVolumeId?: string;
  /** How far its copy was compared with its source; absent where nobody asked for that. */
  compared?: ComparedVolume;
  /** Absent where nothing is brought, before it is known, and from reports of earlier versions. */
  movement?: Movement;
}

/** `report.json`: one document with everything a person or a pipeline asks about a run. */
export interface Report {
  cloneId: string;
  route: { name: string; source: string; target: string };
  status: Status;
  /** Who asked for it; reports of earlier versions do not say. */
  askedBy?: string;
  startedAt: string;
  endedAt: string;
  planHash?: string;
  /** Source namespaces, and the names in the target of those that get another one. */
  namespaces?: string[];
  mapped?: Record<string, string>;
  /** That the plan expected. */
  minutes?: number;
  /** Absent when the run ended before its plan. */
  profile?: string;
  objects: { selected: number; applied: number; dropped: number; blocked: number; skipped: number; failed: number };
  volumes: ReportedVolume[];
  findings: Finding[];
  /** Each object with what was done to it and by which rule. */
  translations: TranslationRecord[];
  /** What the plan says of each object, when the run ended before the translation; `changes` since plans keep them. */
  planned?: (PlannedObject & { changes?: Change[] })[];
  results: AppliedObject[];
  /** What waits until somebody starts it (start: scaled-down). */
  starts?: Start[];
  /** Estimated by the plan. */
  dollars: number;
  /** What it has cost, beside what was expected; only of a run that has succeeded. */
  cost?: CostReport;
  /** How fast blocks were copied; only of a run that has copied some. */
  pace?: ReportedPace;
  /** How the Jobs of the masking ended; only of a run that came to them. */
  masking?: MaskingRecord;
  /** Which objects were given which owners of the target, and which stay without; absent where none has lost one. */
  owners?: PointedObject[];
  /** The target cluster that the run made, or was about to make. */
  cluster?: ReportedCluster;
  /** When each step ran; reports of earlier versions have none. */
  steps?: StepTime[];
  /** Who approved the plan. */
  approval?: Approval;
  /** When the clone is removed again. */
  expiresAt?: string;
  /** Its time to live is over: when it was removed, and what is left. */
  removal?: { at: string; left: string };
  /** Which clones it takes the place of, who is scaled down for that, and what they leave over. */
  refresh?: PlannedRefresh;
  /** How far apart the snapshots were taken. */
  capture?: ReportedCapture;
  /** The source stays at zero. */
  cutOver?: ReportedCutOver;
  /** Snapshots from before volumes were handed over, which stay until somebody removes them. */
  safety?: ReportedSafety[];
  /** The run that has taken its place. */
  supersededBy?: string;
  /** Why nothing was cloned, when that is no failure. */
  notDue?: string;
  failure?: FailureReport;
  rollBackFailure?: FailureReport;
  /** What a run that has succeeded could not clean up; the clone is complete. */
  left?: FailureReport;
  /** What the roll-back has left, since others have something in it. */
  kept?: Kept[];
  /** Its signed evidence: the key in the bucket, or why there is none although the hub signs; absent where it does not. */
  evidence?: { key: string } | { missing: string };
}
