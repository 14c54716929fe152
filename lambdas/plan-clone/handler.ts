import { randomBytes } from 'node:crypto';
import { eksClusterFactory } from '../../adapters/aws/cluster-factory.ts';
import { eksDriverRights } from '../../adapters/aws/driver-rights.ts';
import { kmsKeyStore } from '../../adapters/aws/key-store.ts';
import type { MemberSession } from '../../adapters/aws/member.ts';
import { blockQuota } from '../../adapters/aws/quotas.ts';
import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { describeAks } from '../../adapters/azure/aks-cluster.ts';
import { isTransient } from '../../core/base/errors.ts';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import { LEAST_BLOCK_QUOTA } from '../../core/base/ports/quotas.ts';
import type { Repository } from '../../core/base/request/repository.ts';
import type { Request } from '../../core/base/request/request.ts';
import { newEksCluster } from '../../core/base/request/route.ts';
import type { VeleroMember } from '../../core/base/request/source.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord, readRecord } from '../../core/base/run/records.ts';
import { forgetPlanExport } from '../../core/execute/undo/forget-exports.ts';
import { Approval } from '../../core/plan/approval/approval.ts';
import { mayGoOn, planBefore } from '../../core/plan/approval/may-go-on.ts';
import { openCapture } from '../../core/plan/captures/capture-record.ts';
import { planCapture } from '../../core/plan/captures/plan-capture.ts';
import { planAks } from '../../core/plan/cluster/aks/plan-aks-cluster.ts';
import type { ClusterReader } from '../../core/plan/cluster/drafting.ts';
import type { KeptCluster } from '../../core/plan/cluster/new-cluster.ts';
import { planCluster } from '../../core/plan/cluster/plan-cluster.ts';
import { wouldBeOutOfReach } from '../../core/plan/cluster/reach.ts';
import type { Invocation } from '../../core/plan/export/export-so-far.ts';
import type { ArchivedSide, PlanInputs, PlannedSide, PlanSide } from '../../core/plan/inputs.ts';
import { annotatedRole } from '../../core/plan/keys/annotated-role.ts';
import { heldVolumes } from '../../core/plan/origins/held-volumes.ts';
import { blockersOf, type Plan, warningsOf } from '../../core/plan/plan.ts';
import { planClone } from '../../core/plan/plan-clone.ts';
import { supersede } from '../../core/plan/refresh/superseded.ts';
import { refuseBlocked } from '../../core/plan/refuse-blocked.ts';
import { backupSide } from '../../core/plan/velero/backup-side.ts';
import { aksSource, aksTarget, azureAs } from '../_shared/azure.ts';
import { aksFactoryOf, makesTarget } from '../_shared/cluster-maker.ts';
import { sourceStorage, targetStorage } from '../_shared/disks.ts';
import { memberOf, type Side } from '../_shared/member.ts';
import { unpackedBackup } from '../_shared/open-backup.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { openWithMember } from '../_shared/repositories.ts';
import { step, WithClone } from '../_shared/step.ts';

/**
 * Of the 15 minutes of an invocation, what is left when its export pauses: it works for three and a half. The rest of a plan has two
 * minutes of round trips for 100,000 objects (test/bench/steps.ts).
 */
const AFTER_EXPORT_MS = 690_000;

const Input = WithClone.extend({ approval: Approval.nullish() });

/** Decides the run; with mode `plan`, blockers are reported and not thrown. */
export const handler = step('plan-clone', Input, async ({ clone, approval, attempt }, { store, remainingMs }) => {
  const invocation = { since: attempt.since, isOver: () => remainingMs() < AFTER_EXPORT_MS };
  const request = await readRecord<Request>(store, keysOf(clone.cloneId).request, 'start-clone');
  const keys = keysOf(clone.cloneId);
  if (clone.mode === 'capture') return summaryOf(await planWholeCapture(clone, request, store, invocation));
  const [source, target] = await Promise.all([sourceOf(clone, request, store), targetOf(clone, request)]);
  const createsCluster = 'planned' in target;
  const made = createsCluster ? undefined : await findRecord<KeptCluster>(store, keys.newCluster);
  const newKey = () => randomBytes(32);
  const inputs: PlanInputs = {
    clone,
    request,
    store,
    source,
    target,
    made,
    before: await planBefore(store, { clone, request, approval }),
    newKey,
    blockQuotas: () => blockQuotasOf(clone),
    invocation,
    factory: await factoryOf(clone),
  };
  const planned = await forgettingExport(store, clone, () => planClone(inputs));
  const run = { clone, request, plan: planned, madeCluster: made !== undefined, approval };
  const { plan, needsApproval } = await mayGoOn(store, run);
  if (clone.mode === 'clone' && !needsApproval) await supersede(store, plan.refresh?.replaces ?? [], clone.cloneId);
  return { ...summaryOf(plan), createsCluster, needsApproval };
});

const summaryOf = (plan: Plan) => ({
  planHash: plan.hash,
  objects: plan.objects.length,
  volumes: plan.volumes.length,
  blockers: blockersOf(plan).length,
  warnings: warningsOf(plan).length,
  dollars: plan.dollars,
  minutes: plan.minutes,
  createsCluster: false,
  needsApproval: false,
});

async function planWholeCapture(
  clone: Clone,
  request: Request,
  store: ObjectStore,
  invocation: Invocation,
): Promise<Plan> {
  const { api, info, session } = await openCluster(clone, 'source');
  const source = { api, info, storage: sourceStorage(clone, session) };
  const plan = await forgettingExport(store, clone, () => planCapture({ clone, request, store, source, invocation }));
  refuseBlocked(plan);
  return plan;
}

/** A plan has all that is needed of its export; one that goes on in another invocation has not. */
async function forgettingExport(store: ObjectStore, { cloneId }: Clone, plan: () => Promise<Plan>): Promise<Plan> {
  try {
    const planned = await plan();
    await forgetPlanExport(store, cloneId);
    return planned;
  } catch (error) {
    if (!isTransient(error)) await forgetPlanExport(store, cloneId);
    throw error;
  }
}

/** The source cluster, or what a capture or a backup has kept of it. */
async function sourceOf(clone: Clone, request: Request, store: ObjectStore): Promise<PlanSide | ArchivedSide> {
  if (clone.route.source.kind === 'velero') return archiveOf(clone, clone.route.source, request, store);
  if (!clone.fromCapture) return sideOf(clone, 'source');
  const session = await memberOf(clone, 'source');
  const storage = sourceStorage(clone, session);
  const { api, facts, volumes } = await openCapture(store, clone.fromCapture);
  const { id, name } = clone.fromCapture;
  const held = await heldVolumes(storage, `capture "${name}" (${id})`, volumes);
  return { api, facts, storage, keys: kmsKeyStore(session), held };
}

async function archiveOf(clone: Clone, source: VeleroMember, request: Request, store: ObjectStore) {
  const session = await memberOf(clone, 'source');
  return backupSide(await unpackedBackup(clone, source, store), source, request, {
    storage: ec2VolumeStorage(session),
    keys: kmsKeyStore(session),
    openRepository: (repository) => openWithMember(session, repository),
  });
}

async function sideOf(clone: Clone, side: Side): Promise<PlanSide> {
  const { api, info, session } = await openCluster(clone, side);
  const drivers = eksDriverRights(session, info.name, () => annotatedRole(api));
  const openRepository = (repository: Repository) => openWithMember(session, repository);
  const storage = (side === 'source' ? sourceStorage : targetStorage)(clone, session);
  return { api, info, storage, keys: kmsKeyStore(session), drivers, openRepository };
}

async function blockQuotasOf(clone: Clone) {
  const [source, target] = await Promise.all([memberOf(clone, 'source'), memberOf(clone, 'target')]);
  // Pages of a disk of Azure are on no quota of the account.
  const reads = aksSource(clone.route) ? LEAST_BLOCK_QUOTA : blockQuota(source, 'source');
  const writes = aksTarget(clone.route) ? LEAST_BLOCK_QUOTA : blockQuota(target, 'target');
  const [read, write] = await Promise.all([reads, writes]);
  return { read, write };
}

/** Only where the route may make its target the role may look at roles and associations. */
const factoryOf = async (clone: Clone) =>
  newEksCluster(clone.route) ? eksClusterFactory(await memberOf(clone, 'target')) : undefined;

/** The target cluster, or where it is to be. */
async function targetOf(clone: Clone, request: Request): Promise<PlanSide | PlannedSide> {
  if (!(await makesTarget(clone, request))) return sideOf(clone, 'target');
  const session = await memberOf(clone, 'target');
  const planned = await plannedTarget(clone, request, session);
  return { planned, storage: targetStorage(clone, session), keys: kmsKeyStore(session) };
}

async function plannedTarget(clone: Clone, request: Request, session: MemberSession): Promise<PlannedSide['planned']> {
  const { route } = clone;
  const source = await sourceReader(clone);
  const { namespaces } = request.mappings;
  const target = aksTarget(route);
  if (target?.create)
    return planAks({ ...route, target }, target.create, source, await aksFactoryOf(clone, target), namespaces);
  const planned = await planCluster(route, clone.cloneId, source, eksClusterFactory(session), namespaces);
  const unreachable = wouldBeOutOfReach(route.target, planned.plan.blueprint.cluster.endpoint);
  return { ...planned, findings: [...planned.findings, ...unreachable] };
}

/** What describes the source: Azure for a cluster of AKS, and EKS for one of its own. */
async function sourceReader(clone: Clone): Promise<ClusterReader> {
  const session = await memberOf(clone, 'source');
  const aks = aksSource(clone.route);
  return aks ? { read: () => describeAks(azureAs(session, aks, clone.cloneId).arm, aks) } : eksClusterFactory(session);
}
