import { fileURLToPath } from 'node:url';
import { currentAssembly } from '../../cli/assembly.ts';
import { administer } from '../../cli/demo/admin.ts';
import { writeDisks } from '../../cli/demo/disks.ts';
import { type Ended, startExecution } from '../../cli/demo/execution.ts';
import { loadCluster } from '../../cli/demo/load-cluster.ts';
import { ROUTE } from '../../cli/demo/run-demo.ts';
import { furniture } from '../../cli/demo/source-workload.ts';
import { waitForSource } from '../../cli/demo/wait-for-source.ts';
import { readManifests } from '../../cli/read-manifests.ts';
import { inProcessBackend } from '../../emulator/kubernetes/in-process.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';

const WORKLOAD = fileURLToPath(new URL('../fixtures/workloads/small', import.meta.url));
/** Blocks at the beginning, in the middle and at the end of a 1 GiB volume. */
const WRITTEN_AT = [0, 512 * 1024 * 1024, 1024 * 1024 * 1024 - 524_288];

/** The driver of EKS Auto Mode. */
const AUTO = 'ebs.csi.eks.amazonaws.com';

export interface SmallCloud {
  cloud: Cloud;
  source: ClusterApi;
  /** Throws as long as there is no target cluster. */
  readonly target: ClusterApi;
  /** Clones namespace `small` along the route and answers how it ended. */
  clone(request: Record<string, unknown>): Promise<Ended & { name: string }>;
  stop(): Promise<void>;
}

/** The synthesized app on a fast local cloud, with the small workload running at the source. */
export async function startSmallCloud(
  speed = 200,
  {
    targetCluster = true,
    backend = inProcessBackend,
    autoMode = false,
    assembly = currentAssembly(() => {}),
    clusterEndpoint = 'public' as 'public' | 'private',
    eventual = true,
    classes: targetClasses = 'target' as 'target' | 'aks',
  } = {},
): Promise<SmallCloud> {
  const cloud = await startCloud({
    assembly,
    backend,
    speed,
    targetCluster,
    ...(autoMode ? { sourceStorage: 'auto' } : {}),
    clusterEndpoint,
    eventual,
  });
  const source = administer(cloud.clusters.source.running);
  let entered: ClusterApi | undefined;
  const enterTarget = () => {
    entered ??= administer(cloud.clusters.target.running);
    return entered;
  };
  if (targetCluster) await loadCluster(enterTarget(), furniture(targetClasses));
  const classes = furniture('source').map((each) =>
    autoMode && each.provisioner ? { ...each, provisioner: AUTO } : each,
  );
  await loadCluster(source, [...classes, ...readManifests([WORKLOAD]).objects]);
  await waitForSource(source, ['small'], () => cloud.settled());
  for (const claim of ['small/data-db-0', 'small/files'])
    await writeDisks([{ claim, content: { bytes: Buffer.from(claim) } }], source, cloud.ec2);
  for (const volume of cloud.ec2.place(cloud.accounts.source.id, cloud.accounts.source.region).volumes.values()) {
    for (const offset of WRITTEN_AT) cloud.ec2.writeVolume(volume.id, offset, Buffer.from(`${volume.id} at ${offset}`));
  }
  settleIn(cloud);
  return {
    cloud,
    source,
    get target() {
      return enterTarget();
    },
    clone: async (request) => {
      const execution = await startExecution(cloud, ROUTE, { selection: { namespaces: ['small'] }, ...request });
      return { ...(await execution.ended()), name: execution.name };
    },
    stop: async () => {
      source.close();
      entered?.close();
      await cloud.stop();
    },
  };
}

const MONTH_MS = 30 * 86_400_000;

/** What the source has when a test begins has been there for long, so that nobody sees it late. */
function settleIn({ ec2, accounts: { source } }: Cloud): void {
  for (const volume of ec2.place(source.id, source.region).volumes.values()) volume.createdAt -= MONTH_MS;
}

/** Brings the clone into a namespace of its own, so that many runs share one cloud. */
export const into = (namespace: string) => ({ mappings: { namespaces: { small: namespace } } });
