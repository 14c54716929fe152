import { Failure } from '../../core/clone/envelope.ts';
import { writeReport } from '../../core/report/write-report.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ failure: Failure.optional(), rollBackFailure: Failure.optional() });

/** Writes report.json and report.html; a failure is explained from what the functions kept. */
export const handler = step('write-report', Input, ({ clone, failure, rollBackFailure }, { store, now }) =>
  writeReport(store, clone, { endedAt: now().toISOString(), failure, rollBackFailure }),
);
