import * as z from 'zod';
import { AwsError } from '../../base/service.ts';
import { addAutoNodes, removeAutoNodes } from './auto-mode.ts';
import { clusterWire } from './cluster-wire.ts';
import { addAdministrator, clusterArn, newCluster, startControlPlane } from './control-plane.ts';
import type { CreateCluster } from './create-cluster-input.ts';
import { clusterOf, type EksCall, invalid, page, paging, passRole, requestTags } from './operation.ts';
import { forgetGone } from './parts.ts';
import { type Cluster, clusterStatus, clustersIn } from './state.ts';

export const NamedCluster = z.strictObject({ name: z.string() });
export const ListClusters = z.strictObject(paging);
type Input = z.output<typeof CreateCluster>;

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
export function createCluster(input: Input, eks: EksCall) {
  const { account, region } = eks.call;
  eks.call.authorize('eks:CreateCluster', clusterArn(account, region, input.name), requestTags(input.tags));
  const existing = clustersIn(eks.state, eks.call, eks.now).find(({ name }) => name === input.name);
  if (existing && existing.request.clientRequestToken === (input.clientRequestToken ?? '')) {
    return { cluster: clusterWire(existing, eks.now) };
  }
  if (existing) {
    throw new AwsError('ResourceInUseException', `Cluster already exists with name: ${input.name}`, 409, {
      clusterName: input.name,
    });
  }
  checkAutoMode(input);
  passRole(input.roleArn, eks);
  passRole(input.computeConfig?.nodeRoleArn, eks);
  const {
    name,
    version,
    tags,
    accessConfig,
    bootstrapSelfManagedAddons: _addons,
    clientRequestToken = '',
    ...rest
  } = input;
  const cluster = newCluster({
    account,
    region,
    name,
    version,
    authenticationMode: accessConfig.authenticationMode,
    request: { ...rest, clientRequestToken },
    tags,
    createdAt: eks.now,
    activeAt: eks.now + eks.durations.createCluster,
  });
  if (accessConfig.bootstrapClusterCreatorAdminPermissions && accessConfig.authenticationMode !== 'CONFIG_MAP') {
    addAdministrator(cluster, eks.call.caller.principalArn, eks.now);
  }
  eks.state.clusters.push(cluster);
  addAutoNodes(cluster, eks, eks.now);
  void startControlPlane(cluster, eks).then(() => {
    if (cluster.running) eks.onStarted?.(cluster, cluster.running);
  });
  return { cluster: clusterWire(cluster, eks.now) };
}

async function stopControlPlane(cluster: Cluster, eks: EksCall): Promise<void> {
  await eks.onStopping?.(cluster);
  await cluster.running?.stop();
}

/** Auto Mode is on or off as a whole (https://docs.aws.amazon.com/eks/latest/userguide/automode-cli.html). */
function checkAutoMode({ computeConfig, storageConfig, kubernetesNetworkConfig }: Input): void {
  const parts = [
    computeConfig?.enabled ?? false,
    storageConfig?.blockStorage.enabled ?? false,
    kubernetesNetworkConfig.elasticLoadBalancing?.enabled ?? false,
  ];
  if (new Set(parts).size > 1) {
    throw invalid(
      'For EKS Auto Mode, please ensure that all required configs, including computeConfig, kubernetesNetworkConfig, and blockStorage are all either fully enabled or fully disabled.',
    );
  }
}

export function describeCluster({ name }: z.output<typeof NamedCluster>, eks: EksCall) {
  const cluster = clusterOf(name, 'eks:DescribeCluster', eks);
  const wire = clusterWire(cluster, eks.now);
  // That it is up, the first look after it misses.
  const isLate = wire.status === 'ACTIVE' && eks.call.isLate(`${cluster.arn} is up`, cluster.activeAt);
  return { cluster: isLate ? { ...wire, status: 'CREATING' } : wire };
}

export function listClusters(input: z.output<typeof ListClusters>, eks: EksCall) {
  eks.call.authorize('eks:ListClusters', '*');
  const { items, nextToken } = page(
    clustersIn(eks.state, eks.call, eks.now).map(({ name }) => name),
    input,
  );
  return { clusters: items, nextToken };
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_DeleteCluster.html: nodegroups have to go first. */
export function deleteCluster({ name }: z.output<typeof NamedCluster>, eks: EksCall) {
  const cluster = clusterOf(name, 'eks:DeleteCluster', eks);
  const fields = { clusterName: name };
  forgetGone(cluster.nodegroups, eks);
  forgetGone(cluster.fargateProfiles, eks);
  if (cluster.fargateProfiles.size > 0) {
    throw new AwsError('ResourceInUseException', 'Cluster has Fargate profiles attached', 409, fields);
  }
  if (cluster.nodegroups.size > 0) {
    throw new AwsError('ResourceInUseException', 'Cluster has nodegroups attached', 409, fields);
  }
  if (cluster.request.deletionProtection === true) {
    throw new AwsError('InvalidRequestException', `Cluster ${name} has deletion protection enabled.`, 400, fields);
  }
  if (clusterStatus(cluster, eks.now) === 'CREATING') {
    throw new AwsError('ResourceInUseException', `Cluster has update in progress: ${name}`, 409, fields);
  }
  cluster.goneAt ??= eks.now + eks.durations.deleteCluster;
  // Stopped at once: nobody may use a cluster that is being deleted.
  void stopControlPlane(cluster, eks);
  removeAutoNodes(cluster, eks);
  return { cluster: clusterWire(cluster, eks.now) };
}
