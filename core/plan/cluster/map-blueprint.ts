import type { NewCluster } from '../../base/request/route.ts';
import { renameClusterTags } from '../../translate/cluster-tags.ts';
import type { Blueprint } from './blueprint.ts';
import { kept, optional } from './changed-members.ts';
import { mapIdentities } from './map-identities.ts';
import { Mapper, type Place, type Unmapped } from './mapper.ts';

/** What differs between the source and the cluster to be, besides what the route maps. */
export interface Target {
  create: NewCluster;
  place: Place;
  /** Names of the two clusters. */
  names: { from: string; to: string };
  /** Source namespace -> target namespace, as the request has it. */
  namespaces: Record<string, string>;
}

/**
 * The blueprint for the target: each thing of one account or Region is replaced as the route says. What the route does
 * not name stays as it is and is listed. Network things of the cluster itself are always the route's.
 */
export function mapBlueprint(source: Blueprint, target: Target): { blueprint: Blueprint; unmapped: Unmapped[] } {
  const mapper = new Mapper(target.create, target.place);
  const namespace = (name: string) => target.namespaces[name] ?? name;
  const nodes = mapNodes(source, target.create, mapper);
  const identities = mapIdentities(source, mapper, namespace);
  const blueprint: Blueprint = {
    cluster: mapCluster(source.cluster, target.create, mapper),
    nodegroups: nodes.nodegroups,
    fargateProfiles: nodes.fargateProfiles.map((profile) => ({
      ...profile,
      selectors: profile.selectors.map((selector) => ({ ...selector, namespace: namespace(selector.namespace) })),
    })),
    ...identities,
  };
  return { blueprint: withNames(withoutNodeEntries(blueprint), target.names), unmapped: mapper.unmapped };
}

function mapCluster(cluster: Blueprint['cluster'], create: NewCluster, mapper: Mapper): Blueprint['cluster'] {
  const publicCidrs = cluster.endpoint.publicCidrs.map((cidr) => mapper.maybe(cidr));
  return {
    ...cluster,
    version: create.version ?? cluster.version,
    roleArn: create.roleArn,
    subnetIds: create.subnetIds.toSorted(),
    securityGroupIds: create.securityGroupIds.toSorted(),
    endpoint: { ...cluster.endpoint, publicCidrs: [...new Set(publicCidrs)].toSorted() },
    ...optional('serviceIpv4Cidr', cluster.serviceIpv4Cidr, (cidr) => mapper.maybe(cidr)),
    // Access entries need it, and the default of the API is the ConfigMap alone.
    authenticationMode: 'API',
    ...optional('secretsKeyArn', cluster.secretsKeyArn, (arn) => mapper.thing('cluster.secretsKeyArn', 'key', arn)),
    ...optional('oidcProvider', withProvider(cluster, create), (provider) => provider),
    ...optional('autoMode', cluster.autoMode, ({ nodePools, nodeRoleArn }) => ({
      nodePools,
      ...optional('nodeRoleArn', nodeRoleArn, (arn) =>
        mapper.role('cluster.autoMode.nodeRoleArn', arn, 'node', create.nodeRoleArn),
      ),
    })),
  };
}

function mapNodes({ nodegroups, fargateProfiles }: Blueprint, create: NewCluster, mapper: Mapper) {
  return {
    nodegroups: kept(nodegroups, (group) => {
      const at = `nodegroups.${group.name}`;
      const nodeRole = mapper.role(`${at}.nodeRole`, group.nodeRole, 'node', create.nodeRoleArn);
      return (
        nodeRole && {
          ...group,
          nodeRole,
          instanceTypes: group.instanceTypes.map((type) => mapper.maybe(type)),
          ...optional('amiType', group.amiType, (type) => mapper.maybe(type)),
          subnets: mapper.subnets(group.subnets),
          ...optional('launchTemplate', group.launchTemplate, ({ id }) => {
            const mapped = mapper.thing(`${at}.launchTemplate.id`, 'launch-template', id);
            // Versions count for each template on their own.
            return mapped && { id: mapped };
          }),
        }
      );
    }),
    fargateProfiles: kept(fargateProfiles, (profile) => {
      const at = `fargateProfiles.${profile.name}.podExecutionRoleArn`;
      const role = mapper.role(at, profile.podExecutionRoleArn, 'fargate', create.podExecutionRoleArn);
      return role && { ...profile, podExecutionRoleArn: role, subnets: mapper.subnets(profile.subnets) };
    }),
  };
}

/** Only where the route says so: a provider is a way into roles. Of the source's, the audiences and tags count. */
const withProvider = ({ oidcProvider }: Blueprint['cluster'], { serviceAccountRoles }: NewCluster) =>
  serviceAccountRoles === 'oidc-provider'
    ? (oidcProvider ?? { clientIds: ['sts.amazonaws.com'], tags: {} })
    : undefined;

/** EKS makes the entries for roles of its own nodes and of Fargate pods by itself. */
function withoutNodeEntries(blueprint: Blueprint): Blueprint {
  const { cluster, nodegroups, fargateProfiles, accessEntries } = blueprint;
  const roles = [
    cluster.autoMode?.nodeRoleArn,
    ...nodegroups.map(({ nodeRole }) => nodeRole),
    ...fargateProfiles.map(({ podExecutionRoleArn }) => podExecutionRoleArn),
  ];
  const isOwn = ({ type, principalArn }: Blueprint['accessEntries'][number]) =>
    type === 'STANDARD' || !roles.includes(principalArn);
  return { ...blueprint, accessEntries: accessEntries.filter(isOwn) };
}

/** Tags that name the source cluster, as those of eksctl do, name the new one. */
function withNames(blueprint: Blueprint, { from, to }: Target['names']): Blueprint {
  const named = <T extends { tags: Record<string, string> }>(part: T): T => ({
    ...part,
    tags: renameClusterTags(part.tags, from, to),
  });
  return {
    cluster: named(blueprint.cluster),
    nodegroups: blueprint.nodegroups.map(named),
    fargateProfiles: blueprint.fargateProfiles.map(named),
    addons: blueprint.addons.map(named),
    accessEntries: blueprint.accessEntries.map(named),
    podIdentities: blueprint.podIdentities.map(named),
  };
}
