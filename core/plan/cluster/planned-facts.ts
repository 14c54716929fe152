import { fieldAt } from '../../../kube/fields.ts';
import { groupOf } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import type { Place } from '../../base/request/end.ts';
import type { ClusterFacts } from '../../translate/context.ts';
import { isServedIn, successorOf } from '../../translate/tables/removed-apis.ts';
import type { ClusterPlan } from './plan-cluster.ts';

/** Add-ons that bring a CSI driver (https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html). */
const DRIVERS: Record<string, string> = {
  'aws-ebs-csi-driver': 'ebs.csi.aws.com',
  'aws-efs-csi-driver': 'efs.csi.aws.com',
  'aws-fsx-csi-driver': 'fsx.csi.aws.com',
  'aws-mountpoint-s3-csi-driver': 's3.csi.aws.com',
};
const AUTO_MODE_DRIVER = 'ebs.csi.eks.amazonaws.com';

/**
 * What the rules may know of a cluster that is not made yet: its blueprint, and of the source what every cluster has.
 * The plan is made again with the real facts when the cluster is there.
 */
export function plannedFacts({ blueprint, zones }: ClusterPlan, source: ClusterFacts, place: Place): ClusterFacts {
  const { version, autoMode, kubeApiServerConfig } = blueprint.cluster;
  const drivers = blueprint.addons.flatMap(({ name }) => DRIVERS[name] ?? []);
  return {
    cluster: place.cluster,
    account: place.account,
    region: place.region,
    zones,
    version,
    ...portsOf(kubeApiServerConfig),
    served: servedBy(version, source.served),
    storageClasses: [],
    drivers: [...drivers, ...(autoMode ? [AUTO_MODE_DRIVER] : [])],
    nodeLabels: blueprint.nodegroups.flatMap((group) => zones.map((zone) => nodeLabels(group, zone, place.region))),
    present: [],
  };
}

/** As CreateCluster takes it (`serviceNodePortRange: { minPort, maxPort }`). */
function portsOf(config: Record<string, unknown> = {}): Pick<ClusterFacts, 'nodePorts'> {
  const [min, max] = ['minPort', 'maxPort'].map((name) => fieldAt(config, ['serviceNodePortRange', name]));
  return typeof min === 'number' && typeof max === 'number' ? { nodePorts: { min, max } } : {};
}

/** The built-in kinds that the source knows, in the versions in which that version of Kubernetes serves them. */
export function servedBy(version: string, ofSource: ServedResource[]): ServedResource[] {
  const known = ofSource.filter(isBuiltIn);
  const newer = known.flatMap((resource) => {
    const apiVersion = successorOf(resource) ?? resource.apiVersion;
    const isKnown = known.some((each) => each.apiVersion === apiVersion && each.kind === resource.kind);
    return isKnown ? [] : [{ ...resource, apiVersion }];
  });
  return [...known, ...newer].filter((resource) => isServedIn(version, resource));
}

/** Groups of Kubernetes itself have no dot, or end in k8s.io and are no add-on's. */
function isBuiltIn({ apiVersion }: ServedResource): boolean {
  const group = groupOf(apiVersion);
  return !group.includes('.') || BUILT_IN.has(group);
}

/** https://kubernetes.io/docs/reference/kubernetes-api/ */
const BUILT_IN = new Set(
  [
    'admissionregistration',
    'apiextensions',
    'apiregistration',
    'authentication',
    'authorization',
    'certificates',
    'coordination',
    'discovery',
    'events',
    'flowcontrol.apiserver',
    'internal.apiserver',
    'networking',
    'node',
    'rbac.authorization',
    'resource',
    'scheduling',
    'storage',
    'storagemigration',
  ].map((group) => `${group}.k8s.io`),
);

const nodeLabels = (group: ClusterPlan['blueprint']['nodegroups'][number], zone: string, region: string) => ({
  'kubernetes.io/os': group.amiType?.startsWith('WINDOWS') ? 'windows' : 'linux',
  'kubernetes.io/arch': group.amiType?.includes('ARM_64') ? 'arm64' : 'amd64',
  'node.kubernetes.io/instance-type': group.instanceTypes[0] ?? '',
  'topology.kubernetes.io/region': region,
  'topology.kubernetes.io/zone': zone,
  'eks.amazonaws.com/nodegroup': group.name,
  ...(group.capacityType ? { 'eks.amazonaws.com/capacityType': group.capacityType } : {}),
  ...group.labels,
});
