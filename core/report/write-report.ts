import type { Clone, Failure } from '../clone/envelope.ts';
import { keysOf } from '../clone/keys.ts';
import { findRecord, writeRecord } from '../clone/records.ts';
import type { Plan } from '../plan/plan.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { figuresOf, type PlanFigures } from './announcement.ts';
import { explainFailure } from './failure.ts';
import { makeReport, type Status } from './report.ts';
import { reportPage } from './report-page.ts';

export interface Ending {
  endedAt: string;
  failure?: Failure;
  rollBackFailure?: Failure;
}

/** Writes report.json and report.html. `plan` is what a mere plan came to; `failure` comes back unwrapped, for the machine to end with. */
export async function writeReport(
  store: ObjectStore,
  clone: Clone,
  ending: Ending,
): Promise<{
  status: Status;
  report: string;
  plan?: PlanFigures;
  notDue?: string;
  cutOver?: string;
  failure?: Failure;
}> {
  const explain = (caught: Failure | undefined) => (caught ? explainFailure(store, clone.cloneId, caught) : undefined);
  const [failure, rollBackFailure] = await Promise.all([explain(ending.failure), explain(ending.rollBackFailure)]);
  const report = await makeReport(store, clone, { endedAt: ending.endedAt, failure, rollBackFailure });
  const keys = keysOf(clone.cloneId);
  const plan = report.status === 'PLANNED' ? await findRecord<Plan>(store, keys.plan) : undefined;
  await writeRecord(store, keys.report, report);
  await store.put(keys.reportPage, reportPage(report));
  return {
    status: report.status,
    report: keys.reportPage,
    ...(plan ? { plan: figuresOf(plan) } : {}),
    ...(report.notDue ? { notDue: report.notDue } : {}),
    ...(report.cutOver ? { cutOver: report.cutOver.sentence } : {}),
    ...(failure ? { failure: { Error: failure.error, Cause: failure.sentence } } : {}),
  };
}
