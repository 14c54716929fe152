import * as z from 'zod';
import { holderOf, rollBackClone } from '../../core/execute/undo/roll-back-volumes.ts';
import { targetStorage } from '../_shared/disks.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Whether the roll-back of the objects came to its end; an execution of an earlier definition does not say. */
const Input = WithClone.extend({ objectsGone: z.boolean().default(false) });

/** Deletes the volumes that the run made, by its records, and keeps those that others have attached since. */
export const handler = step('roll-back-volumes', Input, async ({ clone, attempt, objectsGone }, { store, now }) => {
  const holder = holderOf({ now: now(), since: attempt.since, objectsGone });
  return rollBackClone(targetStorage(clone, await memberOf(clone, 'target')), store, clone.cloneId, holder);
});
