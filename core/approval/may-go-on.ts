import type { Clone } from '../clone/envelope.ts';
import type { Request } from '../clone/request.ts';
import type { Plan } from '../plan/plan.ts';
import { refuseBlocked } from '../plan/plan-clone.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Approval } from './approval.ts';
import { holdToApproval, keepApproval } from './hold-to-approval.ts';

export interface PlannedRun {
  clone: Clone;
  request: Request;
  plan: Plan;
  /** The run has made its target cluster: what it was bound to, or what was approved, was the plan before. */
  madeCluster: boolean;
  /** What the machine was just given. */
  approval: Approval | null | undefined;
}

/**
 * Throws PlanBlocked when a clone must not go on with its plan: for blockers, or since it is not the one that it was
 * bound to or that was approved. Answers whether somebody has to approve it first.
 */
export async function mayGoOn(store: ObjectStore, run: PlannedRun): Promise<{ needsApproval: boolean }> {
  const { clone, request, plan, madeCluster } = run;
  if (clone.mode === 'plan') return { needsApproval: false };
  const approval = await keepApproval(store, clone.cloneId, run.approval);
  refuseBlocked(plan, madeCluster ? { ...request, planHash: undefined } : request);
  if (approval && !madeCluster) await holdToApproval(store, plan, approval);
  return { needsApproval: request.approval && !approval };
}
