import type { Finding } from '../../../../kube/finding.ts';
import type { AksBlueprint } from '../aks/aks-blueprint.ts';
import { aksFinding } from '../aks/aks-finding.ts';
import type { AksTargetPlace } from '../aks/aks-target-place.ts';
import { azureTags } from '../aks/azure-tags.ts';
import { leftTags } from '../aks/left-of-eks.ts';
import { reachOf, tenthOf } from '../aks/map-to-aks.ts';
import { optional } from '../changed-members.ts';
import { Counterparts } from './counterparts.ts';
import { poolsAgain } from './pools-again.ts';

/** Tenants of Entra ID that the two ends are in. */
interface Tenants {
  source: string;
  target: string;
}

type Cluster = AksBlueprint['cluster'];

/**
 * A cluster of AKS as another one: what means the same in any subscription is the same, and what belongs to one (identities, subnets,
 * encryption sets, keys, resources of add-ons, and groups of another tenant) is what the route names, or a blocker.
 */
export function mapWithinAzure(
  source: AksBlueprint,
  { name, location, create, namespaces }: AksTargetPlace,
  tenants: Tenants,
): { blueprint: AksBlueprint; findings: Finding[] } {
  const counterparts = new Counterparts(name, create);
  const { cluster } = source;
  const tier = create.tier ?? cluster.tier;
  const identity = create.identity ?? identityOf(counterparts, 'cluster.identity', cluster.identity);
  const kubeletIdentity =
    create.kubeletIdentity ?? identityOf(counterparts, 'cluster.kubeletIdentity', cluster.kubeletIdentity);
  const { private: isPrivate, authorizedIpRanges: publicCidrs } = cluster.apiServer;
  const reach = reachOf(name, { public: !isPrivate, publicCidrs }, create);
  const tags = azureTags(cluster.tags);
  const made: Cluster = {
    ...cluster,
    version: create.version ?? cluster.version,
    location,
    tier,
    ...optional('supportPlan', cluster.supportPlan, (plan) => (tier === 'Premium' ? plan : undefined)),
    network: networkOf(cluster.network, counterparts),
    identity,
    kubeletIdentity,
    entra: { azureRbac: true, adminGroups: adminsOf(cluster, create.adminGroups, counterparts, tenants) },
    apiServer: { private: false, authorizedIpRanges: reach.ranges },
    addons: addonsOf(cluster, counterparts),
    tags: tags.kept,
    ...optional('diskEncryptionSet', cluster.diskEncryptionSet, (id) =>
      counterparts.of('cluster.diskEncryptionSet', 'an encryption set of disks', id),
    ),
    ...optional('secretsKey', cluster.secretsKey, (url) =>
      counterparts.of('cluster.secretsKey', 'a key of Key Vault', url),
    ),
  };
  const again = poolsAgain(name, source.nodePools, create, counterparts);
  const nodePools = again.pools;
  const workloadIdentities = source.workloadIdentities.flatMap((each) => {
    const at = `workloadIdentities.${each.namespace}/${each.serviceAccount}`;
    const taken = counterparts.of(at, 'a managed identity', each.identity);
    return taken ? [{ ...each, namespace: namespaces[each.namespace] ?? each.namespace, identity: taken }] : [];
  });
  const blueprint = { cluster: made, nodePools, workloadIdentities };
  return {
    blueprint,
    findings: [
      ...counterparts.findings,
      ...reach.findings,
      ...again.findings,
      ...leftTags(name, tags.left),
      ...withoutPlugin(name, made.network),
      ...wanting(name, blueprint),
      ...changes(name, cluster, made),
    ],
  };
}

const identityOf = (counterparts: Counterparts, field: string, id: string | undefined) =>
  id && counterparts.of(field, 'a managed identity', id);

/** Addresses of pods and services may be the same in two networks; the DNS of the cluster is within those of services. */
function networkOf(network: Cluster['network'], counterparts: Counterparts): Cluster['network'] {
  const serviceCidr = network.serviceCidr && counterparts.maybe(network.serviceCidr);
  const plugin = counterparts.maybe(network.plugin);
  return {
    ...network,
    plugin,
    // Without it a plugin of AKS takes no addresses for pods alone.
    ...(plugin !== network.plugin && network.podCidr ? { pluginMode: 'overlay' } : {}),
    ...optional('podCidr', network.podCidr, (range) => counterparts.maybe(range)),
    ...(serviceCidr && serviceCidr !== network.serviceCidr ? { serviceCidr, dnsServiceIp: tenthOf(serviceCidr) } : {}),
  };
}

/** Nodes are not ready before somebody has put a plugin into the cluster (https://learn.microsoft.com/azure/aks/use-byo-cni). */
function withoutPlugin(name: string, { plugin }: Cluster['network']): Finding[] {
  if (plugin !== 'none') return [];
  const sentence =
    'The network plugin of the source is one that somebody put into it (none of AKS), and no node of the new cluster is ready without one: name a plugin of AKS in the route\'s target.create.map["none"], such as "azure", or make the cluster by hand.';
  return [aksFinding('blocker', name, 'cluster.network.plugin', sentence, { current: plugin })];
}

/** Groups of one tenant are the same people everywhere in it. */
function adminsOf(
  { entra }: Cluster,
  named: readonly string[],
  counterparts: Counterparts,
  { source, target }: Tenants,
): string[] {
  const groups = (entra?.adminGroups ?? []).map((group) =>
    source === target
      ? counterparts.unlessLeftOut(group)
      : counterparts.of('cluster.entra.adminGroups', 'a group of another tenant', group),
  );
  return [...new Set([...named, ...groups.flatMap((group) => group ?? [])])].toSorted();
}

/** Without those of which the route leaves a resource out: they do not work without it. */
function addonsOf({ addons }: Cluster, counterparts: Counterparts): Cluster['addons'] {
  return Object.fromEntries(
    Object.entries(addons).flatMap(([addon, { config }]) => {
      const field = `cluster.addons.${addon}`;
      const values = Object.entries(config).map(([key, value]) => [key, counterparts.text(field, value)] as const);
      if (values.some(([, value]) => value === undefined)) return [];
      return [[addon, { config: Object.fromEntries(values) as Record<string, string> }]];
    }),
  );
}

/** https://learn.microsoft.com/azure/aks/use-managed-identity: one of Azure's own making has no rights on what is yours. */
function wanting(name: string, { cluster, nodePools }: AksBlueprint): Finding[] {
  if (cluster.identity) return [];
  const users = [
    ...(nodePools.some(({ subnetId, podSubnetId }) => subnetId || podSubnetId) ? ['subnets'] : []),
    ...(cluster.kubeletIdentity ? ['the identity of its nodes'] : []),
    ...(cluster.secretsKey ? ['the key of its Secrets'] : []),
    ...(cluster.diskEncryptionSet ? ['the encryption set of its disks'] : []),
  ];
  if (users.length === 0) return [];
  const sentence = `The control plane uses ${users.join(', ')}, on which an identity of Azure's own making has no rights: name a managed identity that has them in the route's target.create.identity.`;
  return [aksFinding('blocker', name, 'cluster.identity', sentence)];
}

/** What is not as it was, and nobody has asked for. */
function changes(name: string, was: Cluster, is: Cluster): Finding[] {
  const told = (field: string, sentence: string, current: string) =>
    aksFinding('warning', name, field, sentence, { current });
  return [
    ...(was.supportPlan && !is.supportPlan && was.supportPlan !== 'KubernetesOfficial'
      ? [
          told(
            'cluster.supportPlan',
            `The source has the support plan ${was.supportPlan}, which Azure gives with the tier Premium: name that in the route's target.create.tier where the new cluster is to have it.`,
            was.supportPlan,
          ),
        ]
      : []),
    ...(was.entra?.azureRbac
      ? [
          aksFinding(
            'warning',
            name,
            'cluster.entra',
            'Azure RBAC says who may do what in the source, by role assignments on the cluster and its namespaces, which are not read: make those of the new cluster by hand.',
          ),
        ]
      : [
          aksFinding(
            'info',
            name,
            'cluster.entra',
            'People and runs enter the new cluster by Azure RBAC, which the source does not use, beside the RBAC of Kubernetes: whoever has a role on its resource group may do there what that says.',
          ),
        ]),
  ];
}
