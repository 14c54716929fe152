import { connect } from '../adapters/kubernetes/connect.ts';
import type { Azure } from '../emulator/azure/azure.ts';
import type { ControlPlane } from '../emulator/azure/managed-cluster.ts';
import type { AgentPool, ManagedClusterBody } from '../emulator/azure/managed-cluster-input.ts';
import type { ClusterBackend, NodeSeed, RunningCluster } from '../emulator/kubernetes/contract/backend.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import { entryOf, kubeconfigOf } from './aks.ts';
import type { MeetIn } from './kubernetes-requests.ts';
import type { AksPlace } from './route.ts';

/** What Resource Manager starts where somebody makes the target cluster. */
export interface NewAks {
  start(id: string, body: ManagedClusterBody): Promise<ControlPlane>;
  /** Throws as long as nobody has made it. */
  readonly running: RunningCluster;
}

/** What only those may do whom Azure RBAC lets administer clusters. */
const ADMINISTERS = 'Microsoft.ContainerService/managedClusters/*';

export function newAks(end: AksPlace, backend: ClusterBackend, meet: () => MeetIn, azure: () => Azure): NewAks {
  let running: RunningCluster | undefined;
  return {
    async start(id, body) {
      const { client = '', cluster } = end;
      const entry = entryOf(end, azure(), meet());
      const { aadProfile = {}, agentPoolProfiles, kubernetesVersion = '' } = body.properties;
      const mayEnter = aadProfile.managed && aadProfile.enableAzureRBAC && azure().allows(client, id, ADMINISTERS);
      const started = await backend.start({
        ...{ name: cluster, version: kubernetesVersion, ...entry },
        authorize: (identity, access) => mayEnter === true && entry.authorize(identity, access),
        nodes: agentPoolProfiles.flatMap((pool) => nodesOf(pool, body.location)),
      });
      await fill(started);
      running = started;
      return {
        kubeconfig: () => kubeconfigOf(cluster, started),
        async stop() {
          if (running === started) running = undefined;
          await started.stop();
        },
      };
    },
    get running() {
      if (!running) throw new Error(`There is no running cluster "${end.cluster}" of AKS.`);
      return running;
    },
  };
}

function nodesOf(
  { name, count = 0, vmSize = '', availabilityZones = [], nodeLabels = {} }: AgentPool,
  location: string,
): NodeSeed[] {
  return Array.from({ length: Math.min(count, 3) }, (_, at) => {
    const zone = availabilityZones[at % Math.max(1, availabilityZones.length)];
    return {
      name: `aks-${name}-12345678-vmss00000${at}`,
      zone: zone ? `${location}-${zone}` : '0',
      region: location,
      instanceId: 'i-00000000000000000',
      labels: {
        ...nodeLabels,
        agentpool: name,
        'kubernetes.azure.com/agentpool': name,
        'node.kubernetes.io/instance-type': vmSize,
        ...(zone ? { 'topology.disk.csi.azure.com/zone': `${location}-${zone}` } : {}),
      },
    };
  });
}

const classOf = (name: string, skuName: string, isDefault = false): KubeObject => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: {
    name,
    ...(isDefault ? { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } : {}),
  },
  provisioner: 'disk.csi.azure.com',
  parameters: { skuName },
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
  allowVolumeExpansion: true,
});

/**
 * What AKS puts into each new cluster for managed disks, but for the CSIDriver, whose attachments nobody plays here (https://learn.microsoft.com/azure/aks/concepts-storage#storage-classes).
 */
const OWN: KubeObject[] = [
  classOf('managed-csi', 'StandardSSD_LRS'),
  classOf('default', 'StandardSSD_LRS', true),
  classOf('managed-csi-premium', 'Premium_LRS'),
];

async function fill({ endpoint, certificateAuthority, admin }: RunningCluster): Promise<void> {
  const credential = 'token' in admin ? { token: () => admin.token } : admin;
  const api = connect({ endpoint, certificateAuthority, credential });
  try {
    for (const object of OWN) await api.apply(object, { manager: 'addon-manager', force: true });
  } finally {
    api.close();
  }
}
