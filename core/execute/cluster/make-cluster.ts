import { KubeferryError } from '../../base/errors.ts';
import type { ClusterDescription, ClusterFactory } from '../../base/ports/cluster-factory.ts';
import type { CreateRequest, PartKind } from '../../base/ports/create-request.ts';
import { CLUSTER_STEP, MADE_BY, TAG } from '../../base/run/names.ts';
import { type Comparison, compareBlueprints } from '../../plan/cluster/compare.ts';
import { createRequests, type Origin, policyRequests } from '../../plan/cluster/create-requests.ts';
import { isBeingCreated } from '../../plan/cluster/is-to-be-created.ts';
import { type Part, partsOf } from '../../plan/cluster/parts.ts';
import type { ClusterPlan } from '../../plan/cluster/plan-cluster.ts';
import { readBlueprint } from '../../plan/cluster/read-blueprint.ts';
import { refuseOthers, type Tags } from './refuse-others.ts';
import type { Stage } from './stages.ts';

/** What is made together: parts of a later stage need those of the earlier ones. */
const PARTS_OF = {
  cluster: ['cluster'],
  nodes: ['nodegroup', 'fargate-profile'],
  'add-ons': ['oidc-provider', 'addon'],
  access: ['access-entry', 'pod-identity'],
} as const satisfies Record<Stage, PartKind[]>;

/**
 * States of EKS that end well, and those that go on; any other is a failure. An add-on is DEGRADED until its pods run
 * (https://docs.aws.amazon.com/eks/latest/APIReference/API_Addon.html).
 */
const GOOD = ['ACTIVE'];
const GOING = ['CREATING', 'PENDING', 'UPDATING', 'DEGRADED'];
/** EKS makes one Fargate profile of a cluster at a time (https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html). */
const ONE_BY_ONE: PartKind[] = ['fargate-profile'];

/**
 * Makes what is missing of a stage and throws NotYet until all of it is there; so an incomplete cluster is continued, and
 * nothing is made twice. Throws ClusterFailed with EKS's reasons, or when the cluster is not ours to continue with.
 */
export async function makeCluster(
  factory: ClusterFactory,
  { name, blueprint }: ClusterPlan,
  origin: Origin,
  stage: Stage,
  isBeingTakenBack: (cloneId: string) => Promise<boolean>,
): Promise<{ parts: number }> {
  const kinds: readonly PartKind[] = PARTS_OF[stage];
  const wanted = createRequests(name, blueprint, origin).filter(({ kind }) => kinds.includes(kind));
  const description = await factory.read(name);
  if (description) await refuseOthers(name, description.cluster.tags as Tags, origin, isBeingTakenBack);
  const there = new Map((description ? partsOf(description) : []).map((part) => [`${part.kind} ${part.name}`, part]));
  const found = wanted.flatMap((request) => there.get(`${request.kind} ${request.name}`) ?? []);
  refuseFailed(name, found);

  const missing = wanted.filter((request) => !there.has(`${request.kind} ${request.name}`));
  const going = found.filter(({ status }) => GOING.includes(status));
  for (const request of missing) {
    const alone = ONE_BY_ONE.includes(request.kind);
    if (alone && going.some(({ kind }) => kind === request.kind)) break;
    await (description ? unlessLate(name, factory.create(request)) : factory.create(request));
    going.push({ kind: request.kind, name: request.name, status: 'CREATING', issues: [] });
  }
  // Access entries and the like have no state of their own: once made they are there.
  if (going.length > 0 && (stage !== 'access' || missing.length > 0)) throw notYet(name, going);
  return { parts: wanted.length };
}

/**
 * Gives the access entries their policies and marks the cluster as ready, so that no later run continues with it; tells how it
 * compares with the plan. Policies come last and by a function of their own: whoever makes entries may not give them any.
 */
export async function completeCluster(factory: ClusterFactory, plan: ClusterPlan): Promise<Comparison> {
  const found = await present(factory, plan.name);
  const missing = missingPolicies(plan, found);
  const isOurs = isBeingCreated(found.cluster.tags as Tags);
  if (isOurs) for (const request of missing) await unlessLate(plan.name, factory.create(request));
  const description = isOurs && missing.length > 0 ? await present(factory, plan.name) : found;
  if (isOurs && missingPolicies(plan, description).length > 0) throw notShown(plan.name);
  const { blueprint } = readBlueprint(plan.name, description);
  // Whoever has died after it may not do it again: nobody has the right to tag a cluster that is ready.
  if (isOurs)
    await unlessLate(
      plan.name,
      factory.tagCluster(String(description.cluster.arn), {
        [TAG.madeBy]: MADE_BY,
        [TAG.step]: CLUSTER_STEP.ready,
      }),
    );
  return compareBlueprints(plan.blueprint, blueprint);
}

function missingPolicies({ name: cluster, blueprint }: ClusterPlan, found: ClusterDescription): CreateRequest[] {
  const there = new Set(partsOf(found).map(({ kind, name }) => `${kind} ${name}`));
  return policyRequests(cluster, blueprint).filter(({ kind, name }) => !there.has(`${kind} ${name}`));
}

/** The comparison with the plan is shown to people, so it is made on what EKS shows of all that was made. */
const notShown = (cluster: string) =>
  new KubeferryError('NotYet', `EKS does not show all access policies of cluster "${cluster}" yet; it is asked again.`);

async function present(factory: ClusterFactory, name: string): Promise<ClusterDescription> {
  const description = await factory.read(name);
  if (description) return description;
  throw new KubeferryError(
    'ClusterFailed',
    `Cluster "${name}" is gone: somebody deleted it while it was made. Start a new run.`,
  );
}

/** EKS has described the cluster to this attempt, so an operation that does not know it, or its new entry, will in a moment. */
async function unlessLate(cluster: string, call: Promise<void>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof KubeferryError) || error.name !== 'NotFound') throw error;
    const said = `${error.message} EKS describes cluster "${cluster}", so that it is tried again.`;
    throw new KubeferryError('NotYet', said, { cause: error });
  }
}

function refuseFailed(cluster: string, parts: Part[]): void {
  const failed = parts.filter(({ status }) => !GOOD.includes(status) && !GOING.includes(status));
  if (failed.length === 0) return;
  const reasons = failed.map(
    ({ kind, name, status, issues }) => `${kind} ${name} is ${status}: ${issues.join('; ') || 'EKS gives no reason'}`,
  );
  throw new KubeferryError(
    'ClusterFailed',
    `The target cluster "${cluster}" could not be made. ${reasons.join('. ')}. Remove the cause (a role's policies, a subnet without free addresses, a quota), and start a new run.`,
    { problems: failed.map(({ kind, name, issues }) => ({ at: `${kind} ${name}`, message: issues.join('; ') })) },
  );
}

const notYet = (cluster: string, going: Part[]) =>
  new KubeferryError(
    'NotYet',
    `${going.length} parts of cluster "${cluster}" are being made, the first is ${partText(going)}. If this lasts, look at it in the EKS console.`,
  );

/** One that EKS has something to say about goes first: it may be what the others wait for. */
function partText(going: Part[]): string {
  const { kind, name, status, issues } = going.find((part) => part.issues.length > 0) ?? going[0]!;
  return `${kind} ${name}${issues.length > 0 ? `, which is ${status} (${issues.join('; ')})` : ''}`;
}
