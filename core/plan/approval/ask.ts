import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { readRecord, writeRecord } from '../../base/run/records.ts';
import type { Plan } from '../plan.ts';
import { endOfWait, type Question } from './approval.ts';

/**
 * Keeps the question with its token, and the plan that it is about, so that what changes meanwhile can be reported. A state
 * that is tried again has another token: the last one is kept.
 */
export async function askForApproval(
  store: ObjectStore,
  clone: Clone,
  { token, askedAt, of }: Pick<Question, 'token' | 'askedAt' | 'of'>,
): Promise<{ plan: Plan; until: string }> {
  const keys = keysOf(clone.cloneId);
  const plan = await readRecord<Plan>(store, keys.plan, 'plan-clone');
  const question: Question = {
    token,
    route: clone.route.name,
    planHash: plan.hash,
    ...(of ? { of } : {}),
    askedAt,
    until: endOfWait(askedAt),
  };
  await writeRecord(store, keys.planToApprove, plan);
  await writeRecord(store, keys.question, question);
  return { plan, until: question.until };
}
