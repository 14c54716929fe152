import { createHash } from 'node:crypto';

/** Of the tokens by which a member's role proves itself to a cluster: longer than one is used, and no longer than that needs. */
export const WEB_IDENTITY = { algorithm: 'RS256', seconds: 900 } as const;

/** What Entra ID asks the audience of such a token to be (https://learn.microsoft.com/entra/workload-id/workload-identity-federation). */
export const ENTRA_AUDIENCE = 'api://AzureADTokenExchange';

/** Tags that mark what a run made; roll-back and the IAM conditions go by them. */
export const TAG = {
  /** Value `kubeferry`: the member roles may delete only what carries it. */
  madeBy: 'kubeferry:made-by',
  cloneId: 'kubeferry:clone-id',
  /** Source claim, `namespace/name`. */
  claim: 'kubeferry:claim',
  /** Which step of the run made it: the look-up key where AWS has no ClientToken. */
  step: 'kubeferry:step',
  /** Which route a cluster is made by: another one would make another cluster of it. */
  route: 'kubeferry:route',
  /** For which route a snapshot is kept beyond its run, so that the next clone moves only what has changed since. */
  lineage: 'kubeferry:lineage',
} as const;

export const MADE_BY = 'kubeferry';

/** The step tag of a target cluster: a run may fill it only while it is being created. */
export const CLUSTER_STEP = { beingCreated: 'target-cluster', ready: 'whole-cluster' } as const;

/** Field manager of server-side apply. */
export const FIELD_MANAGER = 'kubeferry';

/** Annotation of a workload of the source that is scaled to zero for a cut-over: of which run. */
export const CUT_OVER_BY = 'kubeferry/cut-over-by';

/** Annotation of a workload of the source that is scaled to zero for a snapshot: of which run, and from how many replicas, as `run-1/3`. */
export const QUIESCED_BY = 'kubeferry/quiesced-by';

/** Annotation of a PersistentVolume of the source whose EBS volume is the target's: of which run. */
export const HANDED_OVER_BY = 'kubeferry/handed-over-by';

/**
 * Annotation of every object that a run makes: which run. Annotations travel (a Deployment's go to its ReplicaSets), so it
 * counts only where our field manager owns it.
 */
export const MADE_BY_RUN = 'kubeferry/made-by-run';

export type StepTag = 'source-snapshot' | 'target-snapshot' | 'target-volume';

/** The tags of one thing made for one claim by one step: the same on every retry. */
export function tagsFor(cloneId: string, claim: string, step: StepTag): Record<string, string> {
  return { [TAG.madeBy]: MADE_BY, [TAG.cloneId]: cloneId, [TAG.claim]: claim, [TAG.step]: step };
}

/** Role names, the same in the hub, in the members and in the tests. */
export const ROLE = {
  source: (region: string) => `kubeferry-source-${region}`,
  target: (region: string) => `kubeferry-target-${region}`,
  /** The execution role of a function of the hub. */
  step: (step: string) => `kubeferry-${step}`,
  /** Taken by the function that makes Jobs in sources: what lets one write its repository, and nothing else. */
  mover: 'kubeferry-mover',
  /** Taken by EventBridge Scheduler; may start the machine of that name and nothing else. */
  schedule: (machine: string) => `kubeferry-schedule-${machine}`,
} as const;

/**
 * Sessions of a member's role bear the name of the function that takes it: `make-cluster@run-1`. A member trusts a function
 * under its own name alone, so that its policies may tell functions apart.
 */
export const sessionOf = (step: string, cloneId: string) => `${step}@${cloneId}`;

/** Stack of a member: what `cdk deploy` and CloudFormation know it by. */
export const memberStackName = (side: 'source' | 'target', account: string, region: string) =>
  `kubeferry-${side}-${account}-${region}`;

/** Stack of the hub. */
export const HUB_STACK = 'kubeferry-hub';

/** Stack of routes beside the hub, by the name that the routes have for it. */
export const routesStackName = (stack: string) => `kubeferry-routes-${stack}`;

/** Stack of the hosted page. */
export const UI_STACK = 'kubeferry-ui';

/** Names of functions and roles have 64 characters (https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html). */
const NAME_LENGTH = 64;

/** The connector of a cluster, and its role. A cluster that is source and target has one for each side. */
export function connectorName(side: 'source' | 'target', cluster: string): string {
  const name = `kubeferry-connector-${side}-${cluster}`;
  if (name.length <= NAME_LENGTH) return name;
  const id = createHash('sha256').update(cluster).digest('hex').slice(0, 8);
  return `${name.slice(0, NAME_LENGTH - id.length - 1)}-${id}`;
}

export const machineName = (machine: string) => `kubeferry-${machine}`;

/** Schedules of one route: a group of its own, so that IAM says who may change the schedules of which route. */
export const scheduleGroup = (route: string) => `kubeferry-${route}`;

/** The queue of the times that Scheduler could not deliver. */
export const UNDELIVERED = 'kubeferry-undelivered';
