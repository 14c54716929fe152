import { closeRun } from '../../core/undo/close-run.ts';
import { step, WithClone } from '../_shared/step.ts';

/** The first thing of a roll-back: functions that are still at work make nothing more. */
export const handler = step('close-run', WithClone, ({ clone }, { store, now }) =>
  closeRun(store, clone.cloneId, now().toISOString()),
);
