import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Request } from '../../base/request/request.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { writeRecord } from '../../base/run/records.ts';
import type { Plan } from '../plan.ts';
import { refuseBlocked } from '../refuse-blocked.ts';
import type { Approval } from './approval.ts';
import { bondOf } from './bond.ts';
import { holdToPlan } from './hold-to-plan.ts';
import { keepApproval } from './keep-approval.ts';

export interface PlannedRun {
  clone: Clone;
  request: Request;
  plan: Plan;
  /** The run has made its target cluster: what it was bound to, or what was approved, was the plan before. */
  madeCluster: boolean;
  /** What the machine was just given. */
  approval: Approval | null | undefined;
}

/** The plan that a clone is about to make again: the one that it is bound to, or that was approved, as long as its records are kept. */
export async function planBefore(
  store: ObjectStore,
  { clone, request, approval: given }: Pick<PlannedRun, 'clone' | 'request' | 'approval'>,
): Promise<Plan | undefined> {
  if (clone.mode !== 'clone') return undefined;
  const approval = await keepApproval(store, clone.cloneId, given);
  return (await bondOf(store, clone.cloneId, request, approval))?.plan;
}

/**
 * Throws PlanBlocked when a clone must not continue with its plan: for blockers, or since it is not the one that it was
 * bound to or that was approved. Answers the plan that it continues with, and whether somebody has to approve it first.
 */
export async function mayGoOn(store: ObjectStore, run: PlannedRun): Promise<{ plan: Plan; needsApproval: boolean }> {
  const { clone, request, plan, madeCluster } = run;
  if (clone.mode === 'plan') return { plan, needsApproval: false };
  const approval = await keepApproval(store, clone.cloneId, run.approval);
  refuseBlocked(plan);
  const bond = await bondOf(store, clone.cloneId, request, approval);
  const held = bond ? await holdToPlan(store, { clone, plan, bond, madeCluster }) : plan;
  // Once the cluster is made the run plans again, and its plan is another one.
  if (request.planHash && plan.cluster && !madeCluster)
    await writeRecord(store, keysOf(clone.cloneId).planToApprove, held);
  return { plan: held, needsApproval: request.approval && !approval };
}
