import type { Finding } from '../../../../kube/finding.ts';
import type { NewCluster } from '../../../base/request/route.ts';
import type { AksBlueprint } from '../aks/aks-blueprint.ts';
import type { Blueprint } from '../blueprint.ts';
import { optional } from '../changed-members.ts';
import { clusterFinding } from '../cluster-finding.ts';
import type { Mapper } from '../mapper.ts';
import { tagsFor } from './tags-for.ts';

/** What AKS takes when nobody says what: EKS then chooses a range that the network does not use. */
const RANGE_OF_AKS = '10.0.0.0/16';
const EVERYBODY = '0.0.0.0/0';
/** https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges */
const NOBODY = '0.0.0.0/32';
/** https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html, public endpoint access CIDR ranges per cluster. */
const MOST_RANGES = 40;

type Aks = AksBlueprint['cluster'];

/** The control plane: in the network, and with the role, that the route names. */
export function controlPlaneFor(
  name: string,
  aks: Aks,
  create: NewCluster,
  mapper: Mapper,
): { cluster: Blueprint['cluster']; findings: Finding[] } {
  const { private: isPrivate, authorizedIpRanges: ranges } = aks.apiServer;
  const publicCidrs = ranges.length > 0 ? publicRangesOf(aks, mapper) : [EVERYBODY];
  const tags = tagsFor(name, 'cluster', aks.tags);
  return {
    cluster: {
      version: create.version ?? aks.version,
      roleArn: create.roleArn,
      subnetIds: create.subnetIds.toSorted(),
      securityGroupIds: create.securityGroupIds.toSorted(),
      endpoint: {
        public: !isPrivate,
        // Nodes call from addresses that a list of ranges does not have.
        private: isPrivate || ranges.length > 0,
        publicCidrs: isPrivate ? [] : [...new Set(publicCidrs)].toSorted(),
      },
      ipFamily: 'ipv4',
      ...optional('serviceIpv4Cidr', rangeOf(aks), (range) => mapper.maybe(range)),
      authenticationMode: 'API',
      logging: [],
      ...optional('secretsKeyArn', aks.secretsKey, (key) => mapper.thing('cluster.secretsKeyArn', 'key', key)),
      supportType: 'EXTENDED',
      ...(create.serviceAccountRoles === 'oidc-provider'
        ? { oidcProvider: { clientIds: ['sts.amazonaws.com'], tags: {} } }
        : {}),
      tags: tags.tags,
    },
    findings: [...tags.findings, ...TELLERS.flatMap((tell) => tell(name, aks, mapper))],
  };
}

/** AKS takes single addresses as well; the route may name either. */
const publicRangesOf = ({ apiServer: { authorizedIpRanges } }: Aks, mapper: Mapper) =>
  authorizedIpRanges.map((range) => mapper.maybe(range)).map((range) => (range.includes('/') ? range : `${range}/32`));

const rangeOf = ({ network: { serviceCidr } }: Aks) => (serviceCidr === RANGE_OF_AKS ? undefined : serviceCidr);

type Teller = (name: string, aks: Aks, mapper: Mapper) => Finding[];

/** What EKS does otherwise. */
const TELLERS: Teller[] = [
  function ofServiceRange(name, aks, mapper) {
    const given = rangeOf(aks);
    const range = given && mapper.maybe(given);
    if (!given || !range || isAllowed(range)) return [];
    const sentence = `Services of the source have addresses of ${range}, and EKS takes a range of /12 to /24 within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16: name one in the route's target.create.map["${given}"].`;
    return [clusterFinding('blocker', name, 'cluster.serviceIpv4Cidr', sentence, { current: range })];
  },
  function ofWhoReachesIt(name, aks, mapper) {
    const ranges = [...new Set(publicRangesOf(aks, mapper))];
    const field = 'cluster.endpoint.publicCidrs';
    if (ranges.includes(NOBODY)) {
      const sentence = `${NOBODY} says in AKS that nobody reaches the API of the source but by its load balancer, and means nothing to EKS: name who is to reach the new one in the route's target.create.map["${NOBODY}"].`;
      return [clusterFinding('blocker', name, field, sentence, { current: NOBODY })];
    }
    if (ranges.length <= MOST_RANGES) return [];
    const sentence = `${ranges.length} ranges reach the API of the source, and EKS takes ${MOST_RANGES}: map several to one that has them all in the route's target.create.map.`;
    return [clusterFinding('blocker', name, field, sentence, { current: ranges.length })];
  },
  function ofPodAddresses(name, { network: { plugin, pluginMode, podCidr } }) {
    if (!podCidr) return [];
    const how = pluginMode ? `${plugin} ${pluginMode}` : plugin;
    const sentence = `Pods of the source have addresses of their own, ${podCidr} (${how}); in the new cluster they have addresses of its subnets, which need as many free ones.`;
    return [clusterFinding('info', name, 'cluster.subnetIds', sentence, { current: podCidr })];
  },
  function ofIpFamilies(name, { network: { ipFamilies } }) {
    if (!ipFamilies.some((family) => family === 'IPv6')) return [];
    const sentence =
      'The source has addresses of IPv4 and IPv6, and a cluster of EKS has one family: the new one has IPv4. Services that ask for both are refused there.';
    return [clusterFinding('warning', name, 'cluster.ipFamily', sentence, { current: ipFamilies, proposed: 'ipv4' })];
  },
  function ofEgress(name, { network: { outboundType } }) {
    if (outboundType === undefined || outboundType === 'loadBalancer') return [];
    const sentence = `Pods of the source leave it by ${outboundType}; those of the new cluster leave it by the route tables of its subnets, which are the route's. Look whether they lead past the same firewall.`;
    return [clusterFinding('warning', name, 'cluster.subnetIds', sentence, { current: outboundType })];
  },
  function ofDiskEncryption(name, { diskEncryptionSet }) {
    if (!diskEncryptionSet) return [];
    const sentence = `Disks of the source are encrypted by ${diskEncryptionSet}. Volumes of claims are encrypted by the key of the route; those of the nodes by what the account has as its default for EBS.`;
    return [clusterFinding('info', name, 'nodegroups', sentence, { current: diskEncryptionSet })];
  },
  function ofProvisioning(name, { nodeProvisioning }) {
    if (!nodeProvisioning) return [];
    const sentence =
      'The source makes machines of whatever size its pods need by itself (node auto-provisioning); the new cluster has the node groups for its pools alone. Put Karpenter into it, or turn Auto Mode on, where pods find no node.';
    return [clusterFinding('warning', name, 'nodegroups', sentence)];
  },
  function ofUpgrades(name, { autoUpgrade: { channel = 'none' } = {} }) {
    if (channel === 'none') return [];
    const sentence = `AKS upgrades the source by itself (channel ${channel}); nobody upgrades the new cluster before the end of its version's support.`;
    return [clusterFinding('info', name, 'cluster.supportType', sentence, { current: channel })];
  },
];

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html */
function isAllowed(range: string): boolean {
  const [address = '', bits = ''] = range.split('/');
  const [first, second] = address.split('.').map(Number) as [number, number];
  const isPrivate = first === 10 || (first === 172 && second >= 16 && second < 32) || (first === 192 && second === 168);
  return isPrivate && Number(bits) >= 12 && Number(bits) <= 24;
}
