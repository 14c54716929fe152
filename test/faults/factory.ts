import { administer } from '../../cli/demo/admin.ts';
import { FACTORY } from '../../cli/demo/from-kubernetes.ts';
import { addBackups } from '../../cli/demo/from-restic.ts';
import { loadCluster } from '../../cli/demo/load-cluster.ts';
import { movingClusters } from '../../cli/demo/movers/moving-clusters.ts';
import { MOVED_CLAIM, shareWithDrawings } from '../../cli/demo/movers/shares.ts';
import { furniture } from '../../cli/demo/source-workload.ts';
import { waitForSource } from '../../cli/demo/wait-for-source.ts';
import { readManifests } from '../../cli/read-manifests.ts';
import { startCloud } from '../../local/cloud.ts';
import type { SmallCloud } from '../flow/small-cloud.ts';

/** A source that is none of EKS, with a claim that a backup tool has kept and one that only a Job of a run copies. */
export async function startFactory(speed: number, assembly: string): Promise<Omit<SmallCloud, 'clone'>> {
  const moving = movingClusters(new Map([[MOVED_CLAIM, shareWithDrawings()]]));
  const cloud = await startCloud({ assembly, backend: moving.backend, speed, eventual: false });
  moving.of(cloud);
  addBackups(cloud);
  const source = administer(cloud.clusters.source.running);
  const target = administer(cloud.clusters.target.running);
  await loadCluster(target, furniture('target'));
  await loadCluster(source, readManifests([FACTORY]).objects);
  await waitForSource(source, ['shop'], () => cloud.settled());
  return {
    cloud,
    source,
    target,
    stop: async () => {
      moving.end();
      source.close();
      target.close();
      await cloud.stop();
    },
  };
}
