import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../../base/service.ts';
import {
  clusterOf,
  type EksCall,
  invalid,
  page,
  paging,
  passRole,
  requestTags,
  resourceTags,
  TagMap,
  token,
} from './operation.ts';
import { type Cluster, findCluster, type PodIdentity, type Tags } from './state.ts';

export const CreatePodIdentity = z.strictObject({
  ...token,
  clusterName: z.string(),
  namespace: z.string(),
  serviceAccount: z.string(),
  roleArn: z.string(),
  targetRoleArn: z.string().optional(),
  disableSessionTags: z.boolean().optional(),
  policy: z.string().optional(),
  tags: TagMap,
});
export const NamedPodIdentity = z.strictObject({ clusterName: z.string(), associationId: z.string() });
export const ListPodIdentities = z.strictObject({
  ...paging,
  clusterName: z.string(),
  namespace: z.string().optional(),
  serviceAccount: z.string().optional(),
});

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html: one for each service account. */
export function createPodIdentity(input: z.output<typeof CreatePodIdentity>, eks: EksCall) {
  const { clusterName, tags, clientRequestToken: _token, ...request } = input;
  if (request.policy !== undefined && request.disableSessionTags !== true)
    throw invalid('Session tags must be disabled when a policy is specified');
  const cluster = clusterOf(clusterName, 'eks:CreatePodIdentityAssociation', eks, requestTags(tags));
  return { association: wire(cluster, addPodIdentity(cluster, request, tags, eks)) };
}

export function addPodIdentity(
  cluster: Cluster,
  request: PodIdentity['request'],
  tags: Tags,
  eks: EksCall,
  ownerArn?: string,
): PodIdentity {
  const { namespace, serviceAccount, roleArn } = request;
  const taken = [...cluster.podIdentities.values()].some(
    (one) => one.request.namespace === namespace && one.request.serviceAccount === serviceAccount,
  );
  if (taken) {
    const message = `Association already exists for namespace ${namespace} and service account ${serviceAccount}`;
    throw new AwsError('ResourceInUseException', message, 409, { clusterName: cluster.name });
  }
  passRole(roleArn, eks, 'pods.eks.amazonaws.com');
  const id = `a-${randomBytes(9).toString('hex').slice(0, 17)}`;
  const identity: PodIdentity = {
    id,
    arn: `arn:aws:eks:${cluster.region}:${cluster.account}:podidentityassociation/${cluster.name}/${id}`,
    ...(ownerArn === undefined ? {} : { ownerArn }),
    createdAt: eks.now,
    request,
    tags,
  };
  cluster.podIdentities.set(id, identity);
  return identity;
}

export function describePodIdentity(input: z.output<typeof NamedPodIdentity>, eks: EksCall) {
  const cluster = findCluster(eks.state, eks.call, input.clusterName, eks.now);
  const identity = cluster.podIdentities.get(input.associationId);
  const arn = identity?.arn ?? `${cluster.arn.replace(':cluster/', ':podidentityassociation/')}/${input.associationId}`;
  eks.call.authorize('eks:DescribePodIdentityAssociation', arn, resourceTags(identity?.tags ?? {}));
  if (!identity || eks.call.isLate(identity.arn, identity.createdAt)) {
    throw new AwsError('ResourceNotFoundException', `No association found with ID ${input.associationId}`, 404);
  }
  return { association: wire(cluster, identity) };
}

export function listPodIdentities(input: z.output<typeof ListPodIdentities>, eks: EksCall) {
  const cluster = clusterOf(input.clusterName, 'eks:ListPodIdentityAssociations', eks);
  const wanted = [...cluster.podIdentities.values()].filter(
    ({ request, arn, createdAt }) =>
      !eks.call.isLate(arn, createdAt, 'in-a-list') &&
      (input.namespace ?? request.namespace) === request.namespace &&
      (input.serviceAccount ?? request.serviceAccount) === request.serviceAccount,
  );
  const { items, nextToken } = page(wanted, input);
  const associations = items.map((identity) => {
    const { clusterName, namespace, serviceAccount, associationArn, associationId } = wire(cluster, identity);
    const owner = identity.ownerArn === undefined ? {} : { ownerArn: identity.ownerArn };
    return { clusterName, namespace, serviceAccount, associationArn, associationId, ...owner };
  });
  return { associations, nextToken };
}

const wire = (cluster: Cluster, { id, arn, ownerArn, createdAt, request, tags }: PodIdentity) => ({
  ...request,
  clusterName: cluster.name,
  associationArn: arn,
  associationId: id,
  tags,
  createdAt: new Date(createdAt),
  modifiedAt: new Date(createdAt),
  ...(ownerArn === undefined ? {} : { ownerArn }),
});
