import { currentAssembly } from '../../cli/assembly.ts';
import { administer } from '../../cli/demo/admin.ts';
import { writeDisks } from '../../cli/demo/disks.ts';
import { loadCluster } from '../../cli/demo/load-cluster.ts';
import { BUILT_IN, builtInDisks, furniture } from '../../cli/demo/source-workload.ts';
import { waitForSource } from '../../cli/demo/wait-for-source.ts';
import { showPage } from '../../cli/local/page.ts';
import { readManifests } from '../../cli/read-manifests.ts';
import { currentUi } from '../../cli/ui/ui-files.ts';
import type { Ui } from '../../cli/ui/ui-server.ts';
import { inProcessBackend } from '../../emulator/kubernetes/in-process.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';

/** What no part of the page may ever show. */
export const CANARY = 'canary-3f9c1e7a55';

export interface World {
  cloud: Cloud;
  ui: Ui;
  stop(): Promise<void>;
}

interface WorldOptions {
  targetCluster?: boolean;
  linked?: boolean;
  /** File of another configuration than that of the checkout. */
  config?: string;
}

export const assemblyOf = (config?: string) => currentAssembly(() => {}, config);

/** The local cloud with the built-in workload, a Secret that nobody may see, and the page over it. */
export async function startWorld({ targetCluster = true, linked = true, config }: WorldOptions = {}): Promise<World> {
  const cloud = await startCloud({
    assembly: assemblyOf(config),
    backend: inProcessBackend,
    speed: 20,
    targetCluster,
    linked,
  });
  try {
    const source = administer(cloud.clusters.source.running);
    if (targetCluster) await loadCluster(administer(cloud.clusters.target.running), furniture('target'));
    const canary = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'canary', namespace: 'shop', annotations: { note: 'looked for in the page' } },
      stringData: { password: CANARY },
    };
    await loadCluster(source, [...furniture('source'), ...readManifests([BUILT_IN]).objects, canary]);
    await waitForSource(source, ['shop'], () => cloud.settled());
    await writeDisks(builtInDisks(), source, cloud.ec2);
    const ui = await showPage(
      cloud,
      currentUi(() => {}),
      0,
    );
    const stop = async () => {
      await ui.stop();
      await cloud.stop();
    };
    return { cloud, ui, stop };
  } catch (error) {
    await cloud.stop();
    throw error;
  }
}
