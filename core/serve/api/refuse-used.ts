import { beginRemoval } from '../../base/captures/register.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { inUse } from '../../execute/captures/remove-capture.ts';
import { Refusal } from './problem.ts';
import type { ApiTools } from './request.ts';

/** A capture that others clone from stays. From here on nobody begins to. */
export async function refuseUsed({ store }: ApiTools, clone: Clone, at: Date): Promise<void> {
  if (clone.mode !== 'capture') return;
  const users = await beginRemoval(store, clone.route.source, clone.cloneId, at.toISOString());
  if (users.length > 0) throw new Refusal('not-in-this-state', inUse(clone, users));
}
