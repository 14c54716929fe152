import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Request } from '../../base/request/request.ts';
import { keysOf, plannedKey } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import type { Plan } from '../plan.ts';
import type { Approval } from './approval.ts';

/** The plan that a run may do and no other one. */
export interface Bond {
  hash: string;
  /** Whose word it is: `the one that arn:… approved`. */
  words: string;
  /** How to go on when it is another plan. */
  wayOut: string;
  /** The plan itself, as long as its records are kept. */
  plan?: Plan | undefined;
}

/** What a run is bound to: to what was approved, and else to the hash of its request; undefined for one that is free. */
export async function bondOf(
  store: ObjectStore,
  cloneId: string,
  { planHash }: Pick<Request, 'planHash'>,
  approval: Approval | undefined,
): Promise<Bond | undefined> {
  const before = await findRecord<Plan>(store, keysOf(cloneId).planToApprove);
  if (approval)
    return {
      hash: approval.planHash,
      words: `the one that ${approval.by} approved`,
      wayOut: 'Start a new run, and have its plan approved.',
      plan: isPlan(before, approval.planHash),
    };
  if (!planHash) return undefined;
  return {
    hash: planHash,
    words: `the one that the request is bound to (${planHash})`,
    wayOut: 'Look at the new plan, and start again with its hash.',
    plan: isPlan(before, planHash) ?? (await planOf(store, planHash)),
  };
}

const isPlan = (plan: Plan | undefined, hash: string) => (plan?.hash === hash ? plan : undefined);

/** The plan of that hash, whichever run made it last. */
async function planOf(store: ObjectStore, hash: string): Promise<Plan | undefined> {
  const made = await findRecord<{ cloneId: string }>(store, plannedKey(hash));
  return made && isPlan(await findRecord<Plan>(store, keysOf(made.cloneId).plan), hash);
}
