import type { Finding } from '../../../kube/finding.ts';
import type { ClusterDescription } from '../../base/ports/cluster-factory.ts';
import { MADE_BY, TAG } from '../../base/run/names.ts';
import { Blueprint } from './blueprint.ts';
import { leftBehind } from './left-behind.ts';
import * as read from './read-parts.ts';

/**
 * The blueprint of a cluster that EKS describes. Fields that this version does not know are findings: the new cluster
 * then has EKS's default there. Left out: what EKS or a run of kubeferry makes by itself.
 */
export function readBlueprint(
  name: string,
  description: ClusterDescription,
): { blueprint: Blueprint; findings: Finding[] } {
  const { cluster, accessEntries, podIdentities } = description;
  const [nodegroups, fargateProfiles, addons] = [
    description.nodegroups.filter(stays),
    description.fargateProfiles.filter(stays),
    description.addons.filter(stays),
  ];
  const blueprint = Blueprint.parse({
    cluster: { ...read.readCluster(cluster), ...read.readProvider(description.oidcProvider) },
    nodegroups: read.sorted(nodegroups.map(read.readNodegroup), 'name'),
    fargateProfiles: read.sorted(fargateProfiles.map(read.readFargateProfile), 'name'),
    addons: read.sorted(
      addons.map((each) => read.readAddon(each, podIdentities)),
      'name',
    ),
    accessEntries: read.sorted(accessEntries.filter(isOwnWork(description)).map(read.readAccessEntry), 'principalArn'),
    podIdentities: read.sorted(
      podIdentities.filter((each) => !read.addonOf(each)).map(read.readPodIdentity),
      'namespace',
      'serviceAccount',
    ),
  });
  return { blueprint, findings: leftBehind(name, description) };
}

/** What somebody is deleting is no part of a cluster any more. */
const stays = ({ status }: read.Described) => status !== 'DELETING';

/**
 * Entries that nobody made by hand: those of a run of kubeferry (its own way in has no clone id), of AWS's own service
 * roles, and those that EKS makes for the roles of nodes and Fargate pods
 * (https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html).
 */
const isOwnWork = ({ nodegroups, fargateProfiles, cluster }: ClusterDescription) => {
  const roles = new Set([
    ...nodegroups.map((each) => each.nodeRole),
    ...fargateProfiles.map((each) => each.podExecutionRoleArn),
    (cluster.computeConfig as read.Described | undefined)?.nodeRoleArn,
  ]);
  return ({ entry }: read.Described): boolean => {
    const tags: Record<string, string> = entry.tags ?? {};
    if (tags[TAG.madeBy] === MADE_BY && tags[TAG.cloneId] === undefined) return false;
    if (entry.principalArn.includes(':role/aws-service-role/')) return false;
    return (entry.type ?? 'STANDARD') === 'STANDARD' || !roles.has(entry.principalArn);
  };
};
