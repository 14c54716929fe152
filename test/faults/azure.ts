import { administer } from '../../cli/demo/admin.ts';
import { AKS, addManagedDisks } from '../../cli/demo/aks.ts';
import { devicesOf } from '../../cli/demo/block-devices.ts';
import { writeDisks } from '../../cli/demo/disks.ts';
import { loadCluster } from '../../cli/demo/load-cluster.ts';
import { furniture } from '../../cli/demo/source-workload.ts';
import { waitForSource } from '../../cli/demo/wait-for-source.ts';
import { readManifests } from '../../cli/read-manifests.ts';
import { inProcessBackend } from '../../emulator/kubernetes/in-process.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { startCloud } from '../../local/cloud.ts';
import type { SmallCloud } from '../flow/small-cloud.ts';

/** A source in Azure, with three managed disks; the target is there too, or has volumes of EBS, or has no cluster yet. */
export async function startFromAks(
  speed: number,
  assembly: string,
  classes: 'target' | 'aks' | 'none' = 'target',
): Promise<Omit<SmallCloud, 'clone'>> {
  const targetCluster = classes !== 'none';
  const cloud = await startCloud({ assembly, backend: inProcessBackend, speed, eventual: false, targetCluster });
  const source = administer(cloud.clusters.source.running);
  let entered: ClusterApi | undefined;
  const enterTarget = () => {
    entered ??= administer(cloud.clusters.target.running);
    return entered;
  };
  if (classes !== 'none') await loadCluster(enterTarget(), furniture(classes));
  const { objects } = readManifests([AKS]);
  addManagedDisks(cloud.azure, objects);
  await loadCluster(source, objects);
  await waitForSource(source, ['shop'], () => cloud.settled());
  const disks = ['data-orders-0', 'data-orders-1', 'catalog-files'].map((name) => ({
    claim: `shop/${name}`,
    content: { bytes: Buffer.from(name) },
  }));
  await writeDisks(disks, source, devicesOf(cloud));
  return {
    cloud,
    source,
    get target() {
      return enterTarget();
    },
    stop: async () => {
      source.close();
      entered?.close();
      await cloud.stop();
    },
  };
}
