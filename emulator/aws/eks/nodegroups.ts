import * as z from 'zod';
import { AwsError } from '../../base/service.ts';
import type { NodeSeed } from '../../kubernetes/contract/backend.ts';
import { networkOf } from '../ec2/network.ts';
import { joinNodes, removeNodes } from './join-nodes.ts';
import { launchNode, terminateNode } from './nodes.ts';
import { type EksCall, invalid, paging, passRole, TagMap, token } from './operation.ts';
import { activeCluster, findPart, listParts, type PartKind, partWire } from './parts.ts';
import type { Cluster, Nodegroup } from './state.ts';

export const CreateNodegroup = z.strictObject({
  ...token,
  clusterName: z.string(),
  nodegroupName: z.string().min(1).max(63),
  nodeRole: z.string(),
  subnets: z.array(z.string()).min(1),
  scalingConfig: z
    .strictObject({ minSize: z.int(), maxSize: z.int(), desiredSize: z.int() })
    .default({ minSize: 1, maxSize: 2, desiredSize: 2 }),
  instanceTypes: z.array(z.string()).min(1).default(['t3.medium']),
  amiType: z.string().default('AL2023_ARM_64_STANDARD'),
  capacityType: z.enum(['ON_DEMAND', 'SPOT']).default('ON_DEMAND'),
  diskSize: z.int().optional(),
  launchTemplate: z.strictObject({ id: z.string(), version: z.string().optional() }).optional(),
  labels: z.record(z.string(), z.string()).default({}),
  taints: z
    .array(
      z.strictObject({
        key: z.string(),
        value: z.string().optional(),
        effect: z.enum(['NO_SCHEDULE', 'NO_EXECUTE', 'PREFER_NO_SCHEDULE']),
      }),
    )
    .optional(),
  updateConfig: z
    .strictObject({
      maxUnavailable: z.int().optional(),
      maxUnavailablePercentage: z.int().optional(),
      updateStrategy: z.enum(['DEFAULT', 'MINIMAL']).default('DEFAULT'),
    })
    .default({ maxUnavailable: 1, updateStrategy: 'DEFAULT' }),
  nodeRepairConfig: z.record(z.string(), z.unknown()).optional(),
  warmPoolConfig: z.record(z.string(), z.unknown()).optional(),
  tags: TagMap,
});
export const NamedNodegroup = z.strictObject({ clusterName: z.string(), nodegroupName: z.string() });
export const ListNodegroups = z.strictObject({ ...paging, clusterName: z.string() });

const KIND: PartKind<Nodegroup> = {
  nameField: 'nodegroupName',
  action: 'Nodegroup',
  partsOf: ({ nodegroups }) => nodegroups,
  missingArn: (cluster, name) => arnOf(cluster, name),
  missing: (name) => `No node group found for name: ${name}.`,
};

const arnOf = ({ arn }: Cluster, name: string) => `${arn.replace(':cluster/', ':nodegroup/')}/${name}`;

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html: its instances join the cluster as nodes, one zone after the other. */
export async function createNodegroup(input: z.output<typeof CreateNodegroup>, eks: EksCall) {
  const { clusterName, nodegroupName, clientRequestToken: _token, tags, ...request } = input;
  const cluster = activeCluster(clusterName, 'eks:CreateNodegroup', tags, eks);
  if (cluster.nodegroups.has(nodegroupName)) {
    const message = `NodeGroup already exists with name ${nodegroupName} and cluster name ${clusterName}`;
    throw new AwsError('ResourceInUseException', message, 409, { clusterName, nodegroupName });
  }
  passRole(input.nodeRole, eks);
  checkImage(input, cluster);
  const template = input.launchTemplate && useTemplate(input, input.launchTemplate.id, eks);
  const nodes = launch(cluster, input, eks);
  // It is ACTIVE, so its control plane runs.
  await joinNodes(cluster.running!, nodes);
  const nodegroup = {
    name: nodegroupName,
    arn: arnOf(cluster, nodegroupName),
    createdAt: eks.now,
    activeAt: eks.now + eks.durations.createNodegroup,
    request: { ...request, ...(template ? { launchTemplate: template } : { diskSize: input.diskSize ?? 20 }) },
    tags,
    nodes,
  };
  cluster.nodegroups.set(nodegroupName, nodegroup);
  return { nodegroup: nodegroupWire(cluster, nodegroup, eks) };
}

/** Amazon Linux 2 ends with 1.32 (https://docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html). */
function checkImage({ amiType }: z.output<typeof CreateNodegroup>, { version }: Cluster): void {
  if (amiType === 'CUSTOM')
    throw invalid('Please specify a valid AMI type: CUSTOM is of launch templates with an AMI.');
  if (amiType.startsWith('AL2_') && Number(version.split('.')[1]) > 32)
    throw invalid(`AMI Type ${amiType} is only supported for kubernetes versions 1.32 or earlier`);
}

/**
 * EKS tries in the name of its caller whether instances could be launched by the template, with what they would bring
 * (https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/permissions-for-launch-templates.html).
 */
function useTemplate({ subnets, diskSize }: z.output<typeof CreateNodegroup>, id: string, { call, ec2 }: EksCall) {
  const { account, region } = call;
  const template = ec2.place(account, region).launchTemplates.get(id);
  if (!template) throw refused(`Launch template ${id} does not exist`);
  if (diskSize !== undefined) throw refused('Disk size must be specified within the launch template.');
  const arn = (resource: string) => `arn:aws:ec2:${region}:${account}:${resource}`;
  const context = { 'ec2:LaunchTemplate': arn(`launch-template/${id}`), 'ec2:Region': region };
  const parts = [
    'instance/*',
    'volume/*',
    'network-interface/*',
    'security-group/*',
    ...subnets.map((one) => `subnet/${one}`),
  ];
  for (const resource of [context['ec2:LaunchTemplate'], ...parts.map(arn), `arn:aws:ec2:${region}::image/*`])
    call.authorize('ec2:RunInstances', resource, context);
  for (const resource of ['instance/*', 'volume/*', 'network-interface/*'].map(arn))
    call.authorize('ec2:CreateTags', resource, { ...context, 'ec2:CreateAction': 'RunInstances' });
  return { id, name: template.name, version: '1' };
}

const refused = (message: string) => new AwsError('InvalidRequestException', message, 400);

function launch(cluster: Cluster, input: z.output<typeof CreateNodegroup>, eks: EksCall): NodeSeed[] {
  const known = networkOf(cluster.account, cluster.region).subnets;
  const named = known.filter(({ id }) => input.subnets.includes(id));
  const unknown = input.subnets.filter((id) => !named.some((subnet) => subnet.id === id));
  if (unknown.length > 0) throw invalid(`The subnet ID '${unknown[0]}' does not exist`);
  const place = eks.ec2.place(cluster.account, cluster.region);
  return Array.from({ length: input.scalingConfig.desiredSize }, (_, index) => {
    const { zone } = named[index % named.length]!;
    const request = {
      zone,
      instanceType: input.instanceTypes[0]!,
      nodegroup: input.nodegroupName,
      labels: input.labels,
    };
    return launchNode(eks.ec2, place, cluster.name, request, eks.now);
  });
}

export function describeNodegroup(input: z.output<typeof NamedNodegroup>, eks: EksCall) {
  const { cluster, part } = findPart(KIND, input.clusterName, input.nodegroupName, 'Describe', eks);
  return { nodegroup: nodegroupWire(cluster, part, eks) };
}

export function listNodegroups(input: z.output<typeof ListNodegroups>, eks: EksCall) {
  const { items, nextToken } = listParts(KIND, input, eks);
  return { nodegroups: items, nextToken };
}

/** Its instances are terminated at once; the nodegroup is gone a little later. */
export async function deleteNodegroup(input: z.output<typeof NamedNodegroup>, eks: EksCall) {
  const { cluster, part } = findPart(KIND, input.clusterName, input.nodegroupName, 'Delete', eks);
  part.goneAt ??= eks.now + eks.durations.deleteNodegroup;
  if (cluster.running) await removeNodes(cluster.running, part.nodes);
  const place = eks.ec2.place(cluster.account, cluster.region);
  for (const { instanceId } of part.nodes) terminateNode(place, instanceId);
  return { nodegroup: nodegroupWire(cluster, part, eks) };
}

const nodegroupWire = (cluster: Cluster, nodegroup: Nodegroup, eks: EksCall) => ({
  ...partWire(cluster, nodegroup, eks),
  nodegroupName: nodegroup.name,
  nodegroupArn: nodegroup.arn,
  version: cluster.version,
  modifiedAt: new Date(nodegroup.createdAt),
});
