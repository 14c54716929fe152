import type { Finding } from '../../../../kube/finding.ts';
import type { NewAksCluster } from '../../../base/request/new-aks-cluster.ts';
import type { Blueprint } from '../blueprint.ts';
import { overlap } from '../ranges.ts';
import { addonsOf } from './addons-to-aks.ts';
import type { AksBlueprint } from './aks-blueprint.ts';
import { aksFinding } from './aks-finding.ts';
import type { AksTargetPlace } from './aks-target-place.ts';
import { azureTags } from './azure-tags.ts';
import { identitiesOf } from './identities-to-aks.ts';
import { leftOfEks, leftTags } from './left-of-eks.ts';
import { poolsOfNodegroups } from './pools-of-nodegroups.ts';

const EVERYBODY = '0.0.0.0/0';
/** Of pods in an overlay; any but one that services have (https://learn.microsoft.com/azure/aks/azure-cni-overlay). */
const POD_RANGES = ['10.244.0.0/16', '192.168.0.0/16'];
const SERVICE_RANGE = '10.0.0.0/16';

/**
 * A blueprint of EKS as one of AKS: what means the same in both by tables, what belongs to one account as the route maps it, and the rest
 * told. What keeps the cluster from being made, or would open or weaken it unasked, is a blocker.
 */
export function mapToAks(source: Blueprint, place: AksTargetPlace): { blueprint: AksBlueprint; findings: Finding[] } {
  const { name, location, create } = place;
  const { cluster } = source;
  const pools = poolsOfNodegroups(name, source, create);
  const addons = addonsOf(name, source);
  const identities = identitiesOf(name, source, place);
  const reach = reachOf(name, cluster.endpoint, create);
  const secrets = secretsOf(name, cluster, create);
  const tags = azureTags(cluster.tags);
  return {
    blueprint: {
      cluster: {
        version: create.version ?? cluster.version,
        location,
        tier: create.tier ?? 'Standard',
        network: networkOf(source, create, pools.pools),
        identity: create.identity,
        kubeletIdentity: create.kubeletIdentity,
        entra: { azureRbac: true, adminGroups: identities.adminGroups },
        // Whoever enters does so by Entra ID, as nobody enters EKS but by IAM.
        disableLocalAccounts: true,
        oidcIssuer: true,
        workloadIdentity: addons.workloadIdentity || identities.workloadIdentities.length > 0,
        apiServer: { private: false, authorizedIpRanges: reach.ranges },
        storage: addons.storage,
        addons: addons.addons,
        appRouting: false,
        nodeProvisioning: false,
        keda: false,
        verticalPodAutoscaler: false,
        secretsKey: secrets.key,
        tags: tags.kept,
      },
      nodePools: pools.pools,
      workloadIdentities: identities.workloadIdentities,
    },
    findings: [
      ...pools.findings,
      ...addons.findings,
      ...identities.findings,
      ...reach.findings,
      ...secrets.findings,
      ...leftOfEks(name, source),
      ...leftTags(name, tags.left),
    ],
  };
}

/** Pods have addresses of their own, as no network of Azure is as the VPC. Policies are enforced where the source's are. */
function networkOf(
  { cluster, addons }: Blueprint,
  { map }: NewAksCluster,
  pools: AksBlueprint['nodePools'],
): AksBlueprint['cluster']['network'] {
  const own = cluster.serviceIpv4Cidr;
  const serviceCidr = (own && map[own]) ?? own ?? SERVICE_RANGE;
  const enforces = addons.some(
    ({ name, configurationValues = '' }) =>
      name === 'vpc-cni' && /enableNetworkPolicy"?\s*:\s*"?true/.test(configurationValues),
  );
  return {
    plugin: 'azure',
    pluginMode: 'overlay',
    ...(enforces ? enforcerOf(pools) : {}),
    podCidr: POD_RANGES.find((range) => !overlap(range, serviceCidr)),
    serviceCidr,
    dnsServiceIp: tenthOf(serviceCidr),
    outboundType: 'loadBalancer',
    loadBalancerSku: 'standard',
    ipFamilies: cluster.ipFamily === 'ipv6' ? ['IPv4', 'IPv6'] : ['IPv4'],
  };
}

/** Cilium has no nodes of Windows (https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium), and Calico has. */
const enforcerOf = (pools: AksBlueprint['nodePools']) =>
  pools.some(({ osType }) => osType === 'Windows') ? { policy: 'calico' } : { policy: 'cilium', dataplane: 'cilium' };

/** As EKS and AKS give the DNS of clusters. */
export function tenthOf(cidr: string): string {
  const [address = ''] = cidr.split('/');
  const parts = address.split('.').map(Number);
  return [...parts.slice(0, 3), (parts[3] ?? 0) + 10].join('.');
}

/** As open as the source, or as the route says; never wider by itself. */
export function reachOf(
  name: string,
  endpoint: Pick<Blueprint['cluster']['endpoint'], 'public' | 'publicCidrs'>,
  { authorizedIpRanges, map }: NewAksCluster,
): { ranges: string[]; findings: Finding[] } {
  const ranges = authorizedIpRanges ?? endpoint.publicCidrs.flatMap((cidr) => map[cidr] ?? cidr);
  const isOpen = ranges.length === 0 || ranges.includes(EVERYBODY);
  const why =
    authorizedIpRanges === undefined && !endpoint.public
      ? 'The API of the source is private, and clusters of AKS that kubeferry enters are not: name who reaches the new one in the route\'s target.create.authorizedIpRanges, such as ["0.0.0.0/0"].'
      : isOpen
        ? undefined
        : `The new cluster would admit only ${ranges.join(', ')}, and kubeferry's functions have no fixed address: name ["${EVERYBODY}"] in the route's target.create.authorizedIpRanges, and narrow it when the run has ended.`;
  const findings = why ? [aksFinding('blocker', name, 'cluster.apiServer.authorizedIpRanges', why)] : [];
  const only4 = ranges.filter((cidr) => cidr !== EVERYBODY && !cidr.includes(':'));
  return { ranges: isOpen ? [] : [...new Set(only4)].toSorted(), findings };
}

/** AKS encrypts Secrets at rest by keys of Azure's own; with a key of somebody's where the route names one. */
function secretsOf(name: string, { secretsKeyArn }: Blueprint['cluster'], { map, identity }: NewAksCluster) {
  if (secretsKeyArn === undefined) return { key: undefined, findings: [] };
  const field = 'cluster.secretsKey';
  const mapped = map[secretsKeyArn];
  if (mapped === null) return { key: undefined, findings: [] };
  if (mapped === undefined) {
    const sentence = `Secrets of the source are encrypted by a key of AWS (${secretsKeyArn}): name the URL of a key of Key Vault in the route's target.create.map["${secretsKeyArn}"], or null to do with Azure's own.`;
    return { key: undefined, findings: [aksFinding('blocker', name, field, sentence, { current: secretsKeyArn })] };
  }
  // https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption
  const sentence =
    'A key of Key Vault is used by the identity of the control plane, which needs rights on it before the cluster is made: name a managed identity in the route\'s target.create.identity that has "Key Vault Crypto User" there.';
  return { key: mapped, findings: identity ? [] : [aksFinding('blocker', name, field, sentence, { current: mapped })] };
}
