import * as z from 'zod';
import { findExpired } from '../../core/execute/undo/find-expired.ts';
import { step } from '../_shared/step.ts';

const Input = z.object({ now: z.string() });

/** Lists the clones whose time to live is over. */
export const handler = step('find-expired', Input, ({ now }, { store }) => findExpired(store, now));
