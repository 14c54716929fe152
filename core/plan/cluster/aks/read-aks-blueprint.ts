import type { Finding } from '../../../../kube/finding.ts';
import type { Json } from '../../../../kube/kube-object.ts';
import type { AksDescription } from '../../../base/ports/aks-description.ts';
import { leftFields } from '../left-fields.ts';
import type { Described } from '../read-parts.ts';
import { AksBlueprint } from './aks-blueprint.ts';
import { MANAGED_CLUSTER } from './aks-fields.data.ts';
import { aksFinding } from './aks-finding.ts';
import { readAddons } from './read-addons.ts';
import { MODES, ownTags, readNodePool } from './read-node-pool.ts';

/**
 * The blueprint of a cluster that Azure describes. What is not carried over, and fields that this version does not know, are findings:
 * a new cluster has Azure's default there. Left out: what Azure or a run of kubeferry makes by itself.
 */
export function readAksBlueprint(
  name: string,
  { cluster, federatedCredentials }: AksDescription,
): { blueprint: AksBlueprint; findings: Finding[] } {
  const { agentPoolProfiles = [], addonProfiles } = (cluster.properties ?? {}) as Described;
  const pools = agentPoolProfiles.filter((pool: Described) => pool.provisioningState !== 'Deleting');
  const addons = readAddons(name, addonProfiles);
  const blueprint = AksBlueprint.parse({
    cluster: { ...readCluster(cluster), addons: addons.addons },
    nodePools: pools.map(readNodePool).toSorted(byName),
    workloadIdentities: federatedCredentials.flatMap(({ identity, subject }) => {
      const [, namespace, serviceAccount] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(subject) ?? [];
      return namespace && serviceAccount ? [{ namespace, serviceAccount, identity }] : [];
    }),
  });
  return {
    blueprint,
    findings: [
      ...leftOf(name, cluster),
      ...pools.flatMap((pool: Described) => [...otherSizes(name, pool), ...otherModes(name, pool)]),
      ...addons.findings,
    ],
  };
}

function readCluster({ location, tags, sku, identity, properties }: Described): object {
  const { networkProfile: network = {}, aadProfile: entra, securityProfile: security = {} } = properties;
  const { apiServerAccessProfile: access = {}, storageProfile: storage = {}, autoUpgradeProfile: upgrade } = properties;
  const kms = security.azureKeyVaultKms;
  return {
    version: minorOf(properties.kubernetesVersion),
    location,
    tier: sku?.tier ?? 'Free',
    supportPlan: properties.supportPlan,
    network: {
      plugin: network.networkPlugin,
      pluginMode: network.networkPluginMode,
      policy: network.networkPolicy === 'none' ? undefined : network.networkPolicy,
      dataplane: network.networkDataplane,
      podCidr: network.podCidr ?? undefined,
      serviceCidr: network.serviceCidr,
      dnsServiceIp: network.dnsServiceIP,
      outboundType: network.outboundType,
      loadBalancerSku: network.loadBalancerSku?.toLowerCase(),
      ipFamilies: network.ipFamilies ?? [],
    },
    identity: Object.keys(identity?.userAssignedIdentities ?? {})[0],
    kubeletIdentity: ownIdentity(properties),
    entra: entra && { azureRbac: entra.enableAzureRBAC === true, adminGroups: entra.adminGroupObjectIDs ?? [] },
    disableLocalAccounts: properties.disableLocalAccounts === true,
    oidcIssuer: properties.oidcIssuerProfile?.enabled === true,
    workloadIdentity: security.workloadIdentity?.enabled === true,
    apiServer: {
      private: access.enablePrivateCluster === true,
      authorizedIpRanges: (access.authorizedIPRanges ?? []).toSorted(),
    },
    storage: {
      disk: storage.diskCSIDriver?.enabled !== false,
      file: storage.fileCSIDriver?.enabled !== false,
      snapshots: storage.snapshotController?.enabled !== false,
      blob: storage.blobCSIDriver?.enabled === true,
    },
    autoUpgrade: upgrade && { channel: upgrade.upgradeChannel, nodeOsChannel: upgrade.nodeOSUpgradeChannel },
    appRouting: properties.ingressProfile?.webAppRouting?.enabled === true,
    nodeProvisioning: properties.nodeProvisioningProfile?.mode === 'Auto',
    keda: properties.workloadAutoScalerProfile?.keda?.enabled === true,
    verticalPodAutoscaler: properties.workloadAutoScalerProfile?.verticalPodAutoscaler?.enabled === true,
    diskEncryptionSet: properties.diskEncryptionSetID,
    secretsKey: kms?.enabled ? kms.keyId : undefined,
    tags: ownTags(tags),
  };
}

/** Azure makes one in the node resource group, named `<cluster>-agentpool`, where nobody gives it another. */
function ownIdentity({ identityProfile, nodeResourceGroup = '' }: Described): string | undefined {
  const id: string | undefined = identityProfile?.kubeletidentity?.resourceId;
  const isTheirs = id?.toLowerCase().includes(`/resourcegroups/${nodeResourceGroup.toLowerCase()}/`);
  return isTheirs ? undefined : id;
}

/** `1.34.2` and `1.34` are both said; a patch is Azure's to choose. */
const minorOf = (version: unknown) => /^\d+\.\d+/.exec(String(version))?.[0];

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);

function leftOf(name: string, cluster: Described): Finding[] {
  return leftFields(cluster, MANAGED_CLUSTER).map(({ path, value }) =>
    aksFinding(
      'warning',
      name,
      path,
      `The source cluster has ${path}, which kubeferry does not carry over: the new cluster gets its cloud's default. Set it there by hand if it matters.`,
      { current: JSON.parse(JSON.stringify(value)) as Json },
    ),
  );
}

/** A pool of the blueprint has machines of one size. */
function otherSizes(cluster: string, { name, virtualMachinesProfile }: Described): Finding[] {
  const [first, ...others]: Described[] = virtualMachinesProfile?.scale?.manual ?? [];
  if (!first || others.length === 0) return [];
  const sizes = others.map(({ size }) => String(size));
  const sentence = `Pool ${name} has machines of several sizes, and the new one has all of them of ${first.size}: none of ${sizes.join(', ')}.`;
  return [aksFinding('warning', cluster, `nodePools.${name}.vmSize`, sentence, { current: sizes })];
}

/** A pool of a kind that Azure has by now, such as gateways of outbound traffic, takes pods of anybody in the new cluster. */
function otherModes(cluster: string, { name, mode }: Described): Finding[] {
  if (mode === undefined || MODES.includes(mode)) return [];
  const sentence = `Pool ${name} is of mode ${mode}, which kubeferry does not know: the new one is of mode User. Make one of that mode there by hand if the workload needs it.`;
  return [aksFinding('warning', cluster, `nodePools.${name}.mode`, sentence, { current: String(mode) })];
}
