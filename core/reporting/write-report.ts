import type { PlanFigures } from '../base/ports/clone-event.ts';
import type { ObjectStore } from '../base/ports/object-store.ts';
import type { Clone, Failure } from '../base/run/envelope.ts';
import { explainFailure, type FailureReport } from '../base/run/failure.ts';
import { keysOf } from '../base/run/keys.ts';
import { leftOver, notUndone } from '../base/run/left.ts';
import { findRecord, writeRecord } from '../base/run/records.ts';
import type { Plan } from '../plan/plan.ts';
import { figuresOf } from './announcement.ts';
import { noteCost } from './cost/cost-entries.ts';
import { type Signing, withEvidence } from './evidence/keep-evidence.ts';
import { keepReportObjects } from './keep-report-objects.ts';
import { makeReport } from './make-report.ts';
import type { Report, Status } from './report.ts';
import { reportPage } from './report-page.ts';

export interface Ending {
  endedAt: string;
  failure?: Failure;
  rollBackFailure?: Failure;
  /** What a run that went well could not clean up. */
  left?: Failure;
}

export interface Written {
  status: Status;
  /** Key of the page. */
  report: string;
  /** What a mere plan came to. */
  plan?: PlanFigures;
  notDue?: string;
  cutOver?: string;
  /** What is left to clean up, and how. */
  left?: string;
  /** Unwrapped, for the machine to end with. */
  failure?: Failure;
}

/** Writes report.json, report.html, and the objects of the run beside them; and the evidence, where there is a key that signs it. */
export async function writeReport(
  store: ObjectStore,
  clone: Clone,
  ending: Ending,
  signing?: Signing,
): Promise<Written> {
  const explain = (caught: Failure | undefined) => (caught ? explainFailure(store, clone.cloneId, caught) : undefined);
  const [failure, undoing, cleaning] = await Promise.all([
    explain(ending.failure),
    explain(ending.rollBackFailure),
    explain(ending.left),
  ]);
  const rollBackFailure = undoing && notUndone(clone, undoing);
  const left = cleaning && leftOver(clone, cleaning);
  const report = await makeReport(store, clone, { endedAt: ending.endedAt, failure, rollBackFailure, left });
  const keys = keysOf(clone.cloneId);
  const plan = report.status === 'PLANNED' ? await findRecord<Plan>(store, keys.plan) : undefined;
  await keepReportObjects(store, report);
  const told = await withEvidence(store, report, signing);
  await keep(store, told);
  await noteCost(store, told);
  return {
    status: report.status,
    report: keys.reportPage,
    ...(plan ? { plan: figuresOf(plan) } : {}),
    ...(report.notDue ? { notDue: report.notDue } : {}),
    ...(report.cutOver ? { cutOver: report.cutOver.sentence } : {}),
    ...(left ? { left: left.sentence } : {}),
    ...(failure ? { failure: { Error: failure.error, Cause: whole(failure, rollBackFailure) } } : {}),
  };
}

/** Takes back what the report of a run says is left; undefined when there is no report. */
export async function finishReport(
  store: ObjectStore,
  { cloneId }: Clone,
  signing?: Signing,
): Promise<Written | undefined> {
  const keys = keysOf(cloneId);
  const found = await findRecord<Report>(store, keys.report);
  if (!found) return undefined;
  const { left: _, ...report } = found;
  await keep(store, await withEvidence(store, report, signing));
  return { status: report.status, report: keys.reportPage };
}

async function keep(store: ObjectStore, report: Report): Promise<void> {
  const keys = keysOf(report.cloneId);
  await writeRecord(store, keys.report, report);
  await store.put(keys.reportPage, reportPage(report));
}

/** Why the run failed, and, if its roll-back failed too or was not wanted, what is left of it. */
function whole(failure: FailureReport, rollBackFailure: FailureReport | undefined): string {
  if (!rollBackFailure) return failure.sentence;
  const but = rollBackFailure.error === 'KeptForALook' ? '' : 'Its roll-back is incomplete: ';
  return `${failure.sentence} ${but}${rollBackFailure.sentence}`;
}
