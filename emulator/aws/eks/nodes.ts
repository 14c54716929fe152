import type { NodeSeed } from '../../kubernetes/contract/backend.ts';
import { BlockData } from '../ec2/block-data.ts';
import type { Instance, Place } from '../ec2/records.ts';
import type { Ec2State } from '../ec2/state.ts';
import { zonesOf } from '../ec2/zones.ts';

export interface NodeRequest {
  zone: string;
  instanceType: string;
  /** Absent for nodes of Auto Mode. */
  nodegroup?: string;
  labels: Record<string, string>;
}

const ROOT_DEVICE = '/dev/xvda';
const ROOT_GIB = 20;

/** An EC2 instance with its root volume, and the Kubernetes node that it is. */
export function launchNode(ec2: Ec2State, place: Place, cluster: string, request: NodeRequest, now: number): NodeSeed {
  const zones = zonesOf(place.region);
  const zone = zones.find(({ name }) => name === request.zone);
  if (!zone)
    throw new Error(`${place.region} has no zone ${request.zone}; it has ${zones.map(({ name }) => name).join(', ')}.`);
  const number = place.instances.size + 10;
  const address = `ip-10-0-${zones.indexOf(zone)}-${number}`;
  const domain = place.region === 'us-east-1' ? 'ec2.internal' : `${place.region}.compute.internal`;
  const instance: Instance = {
    id: ec2.newId('i'),
    account: place.account,
    region: place.region,
    zone: zone.name,
    type: request.instanceType,
    launchedAt: now,
    privateDnsName: `${address}.${domain}`,
    rootDevice: ROOT_DEVICE,
    tags: {
      'eks:cluster-name': cluster,
      ...(request.nodegroup ? { 'eks:nodegroup-name': request.nodegroup } : { 'eks:eks-cluster-name': cluster }),
      [`kubernetes.io/cluster/${cluster}`]: 'owned',
    },
  };
  place.instances.set(instance.id, instance);
  attachRoot(ec2, place, instance, now);
  return {
    name: instance.privateDnsName,
    zone: zone.name,
    region: place.region,
    instanceId: instance.id,
    labels: {
      'kubernetes.io/hostname': instance.privateDnsName,
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'arm64',
      'node.kubernetes.io/instance-type': instance.type,
      'topology.kubernetes.io/region': place.region,
      'topology.kubernetes.io/zone': zone.name,
      'topology.k8s.aws/zone-id': zone.id,
      ...(request.nodegroup ? { 'eks.amazonaws.com/nodegroup': request.nodegroup } : {}),
      ...request.labels,
    },
  };
}

function attachRoot(ec2: Ec2State, place: Place, instance: Instance, now: number): void {
  const id = ec2.newId('vol');
  place.volumes.set(id, {
    id,
    account: place.account,
    region: place.region,
    zone: instance.zone,
    sizeGiB: ROOT_GIB,
    type: 'gp3',
    iops: 3_000,
    throughput: 125,
    encrypted: false,
    createdAt: now,
    availableAt: now,
    failed: false,
    attachments: [
      { instanceId: instance.id, device: ROOT_DEVICE, since: now, settledAt: now, deleteOnTermination: true },
    ],
    tags: instance.tags,
    data: new BlockData(),
    lineage: id,
  });
}

/** The instance goes, and its root volume with it; other volumes are free again. */
export function terminateNode(place: Place, instanceId: string): void {
  place.instances.delete(instanceId);
  for (const volume of [...place.volumes.values()]) {
    const attachment = volume.attachments.find((one) => one.instanceId === instanceId);
    if (attachment?.deleteOnTermination) place.volumes.delete(volume.id);
    else volume.attachments = volume.attachments.filter((one) => one !== attachment);
  }
}
