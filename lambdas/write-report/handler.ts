import * as z from 'zod';
import { kmsSigner } from '../../adapters/aws/kms-signer.ts';
import { Failure } from '../../core/base/run/envelope.ts';
import { endedEvent } from '../../core/reporting/announcement.ts';
import { finishReport, writeReport } from '../../core/reporting/write-report.ts';
import { notify } from '../_shared/notify.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({
  at: z.string(),
  failure: Failure.optional(),
  rollBackFailure: Failure.nullish(),
  left: Failure.nullish(),
  stage: z.literal('clean-up').optional(),
});

/** Writes report.json and report.html, and notifies of how the run ended; a failure is explained from what the functions kept. */
export const handler = step(
  'write-report',
  Input,
  async ({ clone, at, failure, rollBackFailure, left, stage }, tools) => {
    const ending = {
      endedAt: at,
      ...(failure ? { failure } : {}),
      ...(rollBackFailure ? { rollBackFailure } : {}),
      ...(left ? { left } : {}),
    };
    const key = process.env.KUBEFERRY_EVIDENCE_KEY;
    const signing = key ? { signer: kmsSigner(key), at: tools.now().toISOString() } : undefined;
    if (stage === 'clean-up') {
      const finished = await finishReport(tools.store, clone, signing);
      if (finished) return finished;
    }
    const written = await writeReport(tools.store, clone, ending, signing);
    await notify(endedEvent(clone, written), tools);
    return written;
  },
);
