import { z } from 'zod';
import { Failure } from '../../core/clone/envelope.ts';
import { noteRemoval } from '../../core/undo/note-removal.ts';
import { step, WithClone } from '../_shared/step.ts';

/** The machine has no other way to say "no failure" than an empty name. */
const Input = WithClone.extend({ at: z.string(), failure: Failure });

/** Writes into the report that the clone is gone, or what is left of it. */
export const handler = step('note-removal', Input, ({ clone, at, failure }, { store }) =>
  noteRemoval(store, clone, { at, failure: failure.Error === '' ? undefined : failure }),
);
