import { createHash } from 'node:crypto';
import { KubeferryError } from '../../base/errors.ts';
import { outsideText } from '../../base/outside/outside-text.ts';
import type { AksDescription, FederatedCredential } from '../../base/ports/aks-description.ts';
import type { AksFactory } from '../../base/ports/aks-factory.ts';
import type { Described } from '../../base/ports/cluster-factory.ts';
import { CLUSTER_STEP, MADE_BY, TAG } from '../../base/run/names.ts';
import type { AksClusterPlan } from '../../plan/cluster/aks/aks-plan.ts';
import { compareAks } from '../../plan/cluster/aks/compare-aks.ts';
import { createAksRequest } from '../../plan/cluster/aks/create-aks-request.ts';
import { readAksBlueprint } from '../../plan/cluster/aks/read-aks-blueprint.ts';
import type { Comparison } from '../../plan/cluster/compare.ts';
import type { Origin } from '../../plan/cluster/create-requests.ts';
import { isBeingCreated } from '../../plan/cluster/is-to-be-created.ts';
import { refuseOthers, type Tags } from './refuse-others.ts';
import type { Stage } from './stages.ts';

/**
 * States in which Azure is at nothing any more, or takes it away; any other ends in one of them by itself, such as
 * `UpgradingNodeImageVersion` and those that come later (https://learn.microsoft.com/rest/api/aks/managed-clusters/get, provisioningState).
 */
const FAILED = ['Failed', 'Canceled', 'Deleting'];
const GOOD = 'Succeeded';
/** Of credentials that a run makes: the issuer is of one cluster, so that any run that continues with it makes the same. */
const OWN = 'kubeferry-';

/**
 * Makes what is missing of a stage and throws NotYet until all of it is there. The cluster comes with its node pools in one call, which
 * makes none where one is there; the next runs and attempts continue with it. Throws ClusterFailed with Azure's reasons, or when the
 * cluster is not ours to continue with.
 */
export async function makeAksCluster(
  factory: AksFactory,
  plan: AksClusterPlan,
  origin: Origin,
  stage: Stage,
  isBeingTakenBack: (cloneId: string) => Promise<boolean>,
): Promise<{ parts: number }> {
  const { name, nodeResourceGroup, blueprint } = plan;
  const found = await factory.read(stage === 'access' ? identitiesIn(plan) : []);
  if (!found) {
    if (stage !== 'cluster') throw gone(name);
    await factory.create(createAksRequest(name, nodeResourceGroup, blueprint, origin));
    throw notYet(name, 'it is Creating');
  }
  await refuseOthers(name, found.cluster.tags as Tags, origin, isBeingTakenBack);
  const { pools } = requireGood(name, found.cluster);
  if (stage === 'nodes') return { parts: pools.length };
  return { parts: stage === 'access' ? await federateAll(factory, plan, found) : stage === 'cluster' ? 1 : 0 };
}

/** Marks the cluster as ready, so that no later run continues with it; tells how it compares with the plan. */
export async function completeAksCluster(factory: AksFactory, plan: AksClusterPlan): Promise<Comparison> {
  const found = await factory.read(identitiesIn(plan));
  if (!found) throw gone(plan.name);
  const tags = (found.cluster.tags ?? {}) as Tags;
  const { blueprint } = readAksBlueprint(plan.name, found);
  const ready = { ...tags, [TAG.madeBy]: MADE_BY, [TAG.step]: CLUSTER_STEP.ready };
  if (isBeingCreated(tags)) {
    // Azure does one thing to a cluster at a time, and refuses for good what comes in between.
    requireGood(plan.name, found.cluster);
    await factory.tag(ready, String(found.cluster.eTag));
  }
  return compareAks(plan.blueprint, blueprint);
}

/** Identities that service accounts of the cluster take: only there a run looks for credentials. */
export const identitiesIn = ({ blueprint }: Pick<AksClusterPlan, 'blueprint'>): string[] =>
  [
    // One identity in any letter case: it is asked, and its credentials are counted, once.
    ...new Map(blueprint.workloadIdentities.map(({ identity }) => [identity.toLowerCase(), identity])).values(),
  ].toSorted();

/** Credentials that runs have made for a cluster, of those that name its issuer. */
export const ownCredentials = ({ federatedCredentials }: AksDescription): FederatedCredential[] =>
  federatedCredentials.filter(({ name }) => name.startsWith(OWN));

/** Azure does one thing to an identity at a time. */
async function federateAll(factory: AksFactory, plan: AksClusterPlan, found: AksDescription): Promise<number> {
  const issuer = issuerOf(found.cluster);
  const wanted = plan.blueprint.workloadIdentities.map((each) => {
    const subject = `system:serviceaccount:${each.namespace}:${each.serviceAccount}`;
    const id = createHash('sha256').update(`${issuer} ${subject}`).digest('hex').slice(0, 32);
    return { identity: each.identity, name: `${OWN}${id}`, subject, issuer };
  });
  const isThere = ({ identity, subject }: FederatedCredential) =>
    found.federatedCredentials.some(
      (each) => each.subject === subject && each.identity.toLowerCase() === identity.toLowerCase(),
    );
  for (const credential of wanted) if (!isThere(credential)) await factory.federate(credential);
  return wanted.length;
}

function issuerOf({ properties }: Described): string {
  const { oidcIssuerProfile } = (properties ?? {}) as { oidcIssuerProfile?: { issuerURL?: string } };
  return oidcIssuerProfile?.issuerURL ?? '';
}

interface State {
  name: string;
  provisioningState?: string;
}

/** Throws NotYet while the cluster or a pool of it is being made, and ClusterFailed when either could not be made. */
function requireGood(name: string, { properties }: Described): { pools: State[] } {
  const {
    provisioningState = 'in no state yet',
    agentPoolProfiles = [],
    status,
  } = (properties ?? {}) as {
    provisioningState?: string;
    agentPoolProfiles?: State[];
    status?: { provisioningError?: { code?: string; message?: string } };
  };
  const states = [
    { what: 'it', state: provisioningState },
    ...agentPoolProfiles.map((pool) => ({ what: `node pool ${pool.name}`, state: pool.provisioningState ?? GOOD })),
  ];
  const failed = states.find(({ state }) => FAILED.includes(state));
  if (failed) {
    const { code = 'no code', message = 'Azure gives no reason' } = status?.provisioningError ?? {};
    throw new KubeferryError(
      'ClusterFailed',
      `The target cluster "${name}" could not be made: ${outsideText(failed.what)} is ${outsideText(failed.state)} (${outsideText(code)}: ${outsideText(message)}). Remove the cause (a quota, a size that the zone has not, a subnet without free addresses), and start a new run.`,
      { problems: [{ at: `cluster ${name}`, message: outsideText(message) }] },
    );
  }
  const going = states.find(({ state }) => state !== GOOD);
  if (going) throw notYet(name, outsideText(`${going.what} is ${going.state}`));
  return { pools: agentPoolProfiles };
}

const notYet = (cluster: string, what: string) =>
  new KubeferryError(
    'NotYet',
    `Cluster "${cluster}" is being made: ${what}. If this lasts, look at it in the portal of Azure.`,
  );

const gone = (cluster: string) =>
  new KubeferryError(
    'ClusterFailed',
    `Cluster "${cluster}" is gone: somebody deleted it while it was made. Start a new run.`,
  );
