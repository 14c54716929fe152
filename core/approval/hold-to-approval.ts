import { keysOf } from '../clone/keys.ts';
import { findRecord, readRecord } from '../clone/records.ts';
import { KubeferryError } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Approval } from './approval.ts';
import { comparePlans } from './compare-plans.ts';

/** Enough to see what happened; the plans have all of it. */
const SHOWN = 5;

/** The approval that the run has; the first one that it was given stays. */
export async function keepApproval(
  store: ObjectStore,
  cloneId: string,
  given: Approval | null | undefined,
): Promise<Approval | undefined> {
  const key = keysOf(cloneId).approval;
  if (given) await store.claim(key, JSON.stringify(given));
  return findRecord<Approval>(store, key);
}

/** What was approved is what is done: throws PlanBlocked with what differs when the plan came out otherwise meanwhile. */
export async function holdToApproval(store: ObjectStore, plan: Plan, { planHash, by }: Approval): Promise<void> {
  if (plan.hash === planHash) return;
  const approved = await readRecord<Plan>(store, keysOf(plan.cloneId).planToApprove, 'await-approval');
  const different = comparePlans(approved, plan);
  const more = different.length > SHOWN ? ` … and ${different.length - SHOWN} more.` : '';
  throw new KubeferryError(
    'PlanBlocked',
    `The plan is not the one that ${by} approved; nothing was changed. ${different.slice(0, SHOWN).join(' ')}${more} ` +
      'Start a new run, and have its plan approved.',
    { problems: different.map((message) => ({ at: 'plan', message })) },
  );
}
