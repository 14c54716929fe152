import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import type { Approval, Question } from '../../plan/approval/approval.ts';
import type { ApprovalView, Step } from './schemas.ts';

/** The state of prepare-clone that waits. */
const WAIT = 'Await approval';

/** How the approval of a run stands, without its token; nothing for a run that never asked. */
export async function approvalOf(
  store: ObjectStore,
  { cloneId, route, steps }: { cloneId: string; route: string; steps: readonly Step[] },
): Promise<ApprovalView | undefined> {
  const waits = waitsAmong(steps);
  if (waits.length === 0) return undefined;
  const keys = keysOf(cloneId);
  const [question, approval] = await Promise.all([
    findRecord<Question>(store, keys.question),
    findRecord<Approval>(store, keys.approval),
  ]);
  if (question?.route !== route) return undefined;
  const { planHash, askedAt, until } = question;
  const about = { planHash, askedAt, until };
  const last = waits.at(-1);
  // As long as it has not asked, the question may be that of a try before.
  if (last?.status === 'running') return last.asks ? { status: 'waiting', ...about } : undefined;
  if (approval) return { status: 'approved', ...about, ...approval };
  return { status: last?.status === 'succeeded' ? 'approved' : 'ended', ...about };
}

const waitsAmong = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [...(step.name === WAIT ? [step] : []), ...waitsAmong(step.steps ?? [])]);
