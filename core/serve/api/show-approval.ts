import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import type { Approval, Question } from '../../plan/approval/approval.ts';
import type { ApprovalView } from './approval-schemas.ts';
import type { Step } from './schemas.ts';

/** The states that wait: of prepare-clone for an approval of the plan, of copy-rounds for one of the cut-over. */
const WAIT = 'Await approval';
const WAIT_FOR_CUT_OVER = 'Await approval of the cut-over';

/** How the approval of a run stands, without its token; nothing for a run that never asked. */
export async function approvalOf(
  store: ObjectStore,
  { cloneId, route, steps }: { cloneId: string; route: string; steps: readonly Step[] },
): Promise<ApprovalView | undefined> {
  const waits = waitsAmong(steps);
  const last = waits.at(-1);
  if (!last) return undefined;
  const keys = keysOf(cloneId);
  const isOfCutOver = last.name === WAIT_FOR_CUT_OVER;
  const [question, approval] = await Promise.all([
    findRecord<Question>(store, keys.question),
    findRecord<Approval>(store, isOfCutOver ? keys.cutOverApproval : keys.approval),
  ]);
  if (question?.route !== route) return undefined;
  const { planHash, askedAt, until } = question;
  const about = { planHash, askedAt, until, ...(isOfCutOver ? { of: 'cut-over' as const } : {}) };
  // As long as it has not asked, the question may be that of a try before.
  if (last.status === 'running') return last.asks ? { status: 'waiting', ...about } : undefined;
  if (approval) return { status: 'approved', ...about, ...approval };
  return { status: last.status === 'succeeded' ? 'approved' : 'ended', ...about };
}

const waitsAmong = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [
    ...([WAIT, WAIT_FOR_CUT_OVER].includes(step.name) ? [step] : []),
    ...waitsAmong(step.steps ?? []),
  ]);
