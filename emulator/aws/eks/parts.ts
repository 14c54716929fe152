import { AwsError } from '../../base/service.ts';
import { clusterOf, type EksCall, page, requestTags, resourceTags } from './operation.ts';
import { type Cluster, clusterStatus, findCluster, type Part, type Tags } from './state.ts';

/** Node groups, Fargate profiles and add-ons: each kind with the words that EKS has for it. */
export interface PartKind<P extends Part> {
  /** Members of inputs and answers, such as `nodegroupName`. */
  nameField: string;
  /** Suffix of its actions: `Nodegroup` of `eks:DescribeNodegroup`. */
  action: string;
  partsOf(cluster: Cluster): Map<string, P>;
  /** ARN to ask the right on when there is none. */
  missingArn(cluster: Cluster, name: string): string;
  missing(name: string, cluster: string): string;
}

/** The cluster to make a part in, which takes parts only when it is up; with the right to make one. */
export function activeCluster(name: string, action: string, tags: Tags, eks: EksCall): Cluster {
  const cluster = clusterOf(name, action, eks, requestTags(tags));
  if (clusterStatus(cluster, eks.now) === 'ACTIVE') return cluster;
  throw new AwsError('InvalidRequestException', `Cluster '${name}' is not in ACTIVE status`, 400, {
    clusterName: name,
  });
}

/** What has been deleted for long enough no longer exists. */
export function forgetGone(parts: Map<string, Part>, { now }: { now: number }): void {
  for (const { name, goneAt } of [...parts.values()]) if (goneAt !== undefined && now >= goneAt) parts.delete(name);
}

export const statusOf = ({ goneAt, activeAt }: Part, now: number) =>
  goneAt !== undefined ? 'DELETING' : now < activeAt ? 'CREATING' : 'ACTIVE';

/** That a part is up, the first look after it misses. */
function shownStatus(part: Part, { now, call }: Pick<EksCall, 'now' | 'call'>) {
  const status = statusOf(part, now);
  return status === 'ACTIVE' && call.isLate(`${part.arn} is up`, part.activeAt) ? 'CREATING' : status;
}

/** Throws ResourceNotFoundException, with the words of EKS. */
export function findPart<P extends Part>(
  kind: PartKind<P>,
  clusterName: string,
  name: string,
  verb: 'Describe' | 'Delete',
  eks: EksCall,
): { cluster: Cluster; part: P } {
  const cluster = findCluster(eks.state, eks.call, clusterName, eks.now);
  const parts = kind.partsOf(cluster);
  forgetGone(parts, eks);
  const part = parts.get(name);
  const arn = part?.arn ?? kind.missingArn(cluster, name);
  eks.call.authorize(`eks:${verb}${kind.action}`, arn, resourceTags(part?.tags ?? {}));
  if (part && !(verb === 'Describe' && eks.call.isLate(part.arn, part.createdAt))) return { cluster, part };
  throw new AwsError('ResourceNotFoundException', kind.missing(name, clusterName), 404, {
    clusterName,
    [kind.nameField]: name,
  });
}

/** One page of names. */
export function listParts<P extends Part>(
  kind: PartKind<P>,
  input: { clusterName: string; maxResults: number; nextToken?: string | undefined },
  eks: EksCall,
) {
  const cluster = clusterOf(input.clusterName, `eks:List${kind.action}s`, eks);
  const parts = kind.partsOf(cluster);
  forgetGone(parts, eks);
  const shown = [...parts.values()].filter(({ arn, createdAt }) => !eks.call.isLate(arn, createdAt, 'in-a-list'));
  return page(
    shown.map(({ name }) => name),
    input,
  );
}

/** The members that all kinds have in answers. */
export const partWire = (cluster: Cluster, part: Part, eks: Pick<EksCall, 'now' | 'call'>) => ({
  ...part.request,
  clusterName: cluster.name,
  createdAt: new Date(part.createdAt),
  status: shownStatus(part, eks),
  health: { issues: [] },
  tags: part.tags,
});
