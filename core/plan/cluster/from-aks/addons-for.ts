import type { Finding } from '../../../../kube/finding.ts';
import { isRoleArn } from '../../../base/request/named-arns.ts';
import type { NewCluster } from '../../../base/request/route.ts';
import type { AksBlueprint } from '../aks/aks-blueprint.ts';
import type { Blueprint } from '../blueprint.ts';
import { clusterFinding } from '../cluster-finding.ts';
import { ALWAYS, DISK_DRIVER, IN_PLACE_OF } from './addons.data.ts';

type Addon = Blueprint['addons'][number];

/** Add-ons of EKS for what AKS has built in, and a word on each of its own add-ons; versions are chosen afterwards. */
export function addonsFor(
  name: string,
  aks: AksBlueprint['cluster'],
  { map }: NewCluster,
): { addons: Addon[]; findings: Finding[] } {
  const { disk, snapshots } = aks.storage;
  const named = map[DISK_DRIVER.addon];
  const roleArn = named && isRoleArn(named) ? named : undefined;
  const names = [...ALWAYS, ...(disk ? [DISK_DRIVER.addon] : []), ...(snapshots ? ['snapshot-controller'] : [])];
  const isDisk = (addon: string) => addon === DISK_DRIVER.addon;
  return {
    addons: names.toSorted().map((addon) => ({
      name: addon,
      // None of AKS: EKS's default.
      version: '',
      ...(addon === 'vpc-cni' && aks.network.policy ? { configurationValues: ENFORCED } : {}),
      podIdentities: isDisk(addon) && roleArn ? [{ serviceAccount: DISK_DRIVER.serviceAccount, roleArn }] : [],
      tags: {},
    })),
    findings: [
      ...(disk && !Object.hasOwn(map, DISK_DRIVER.addon) ? [withoutRole(name)] : []),
      ...(disk && named && !roleArn ? [noRole(name, named)] : []),
      ...policyFindings(name, aks),
      ...featuresOf(aks).map((feature) => withoutCounterpart(name, feature)),
    ],
  };
}

/** https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html */
const ENFORCED = JSON.stringify({ enableNetworkPolicy: 'true' });

function withoutRole(name: string): Finding {
  const sentence = `The add-on ${DISK_DRIVER.addon} takes the place of the driver of managed disks, which had its rights from the cluster's identity: name a role that its pods may take, with AmazonEBSCSIDriverPolicyV2, in the route's target.create.map["${DISK_DRIVER.addon}"], or null where the role of the nodes has that policy.`;
  return clusterFinding('warning', name, `addons.${DISK_DRIVER.addon}`, sentence);
}

function noRole(name: string, named: string): Finding {
  const sentence = `The pods of the add-on ${DISK_DRIVER.addon} would take ${named}, which is no role of IAM: name the ARN of one in the route's target.create.map["${DISK_DRIVER.addon}"].`;
  return clusterFinding('blocker', name, `addons.${DISK_DRIVER.addon}`, sentence, { current: named });
}

function policyFindings(name: string, { network: { policy } }: AksBlueprint['cluster']): Finding[] {
  if (!policy) return [];
  const others =
    policy === 'azure' ? '' : ` Kinds of ${policy} itself, such as cluster-wide policies, mean nothing to it.`;
  const sentence = `Network policies of the source are enforced by ${policy}, and those of the new cluster by the Amazon VPC CNI.${others}`;
  const severity = policy === 'azure' ? 'info' : 'warning';
  return [clusterFinding(severity, name, 'addons.vpc-cni', sentence, { current: policy })];
}

/** The file driver is on in each cluster of AKS, whether or not anybody has a share: its claims have a word of their own. */
function featuresOf({ addons, appRouting, keda, verticalPodAutoscaler, storage: { blob } }: AksBlueprint['cluster']) {
  const features = Object.entries({ appRouting, keda, verticalPodAutoscaler, blob });
  return [...Object.keys(addons).toSorted(), ...features.flatMap(([feature, isOn]) => (isOn ? [feature] : []))];
}

function withoutCounterpart(name: string, feature: string): Finding {
  const known = Object.hasOwn(IN_PLACE_OF, feature) ? IN_PLACE_OF[feature] : undefined;
  const what = known ? `${known.what} (${feature})` : `the add-on ${feature} of AKS`;
  const instead = known ? ` Put in its place what the workload needs: ${known.instead}.` : '';
  const sentence = `The source has ${what}, which the new cluster does not have.${instead}`;
  return clusterFinding('warning', name, `addons.${feature}`, sentence, { current: feature });
}
