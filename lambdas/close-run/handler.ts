import { Failure } from '../../core/base/run/envelope.ts';
import { closeRun } from '../../core/execute/undo/close-run.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ failure: Failure.nullable() });

/** The first thing of a roll-back: functions that are still at work make nothing more. */
export const handler = step('close-run', Input, ({ clone, failure }, { store, now }) =>
  closeRun(store, clone.cloneId, now().toISOString(), failure),
);
