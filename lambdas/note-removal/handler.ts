import * as z from 'zod';
import { Failure } from '../../core/base/run/envelope.ts';
import { removalEvent } from '../../core/reporting/announcement.ts';
import { noteRemoval } from '../../core/reporting/note-removal.ts';
import { notify } from '../_shared/notify.ts';
import { step, WithClone } from '../_shared/step.ts';

/** The machine has no other way to say "no failure" than an empty name. */
const Input = WithClone.extend({ at: z.string(), failure: Failure });

/** Writes into the report that the clone is gone, or what is left of it, and notifies. */
export const handler = step('note-removal', Input, async ({ clone, at, failure }, tools) => {
  const removal = await noteRemoval(tools.store, clone, { at, failure: failure.Error === '' ? undefined : failure });
  await notify(removalEvent(clone, removal), tools);
  return removal;
});
