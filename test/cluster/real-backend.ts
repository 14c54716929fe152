import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connect } from '../../adapters/kubernetes/connect.ts';
import type { ClusterBackend, NodeSeed } from '../../emulator/kubernetes/contract/backend.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { binaries } from './build-binaries.ts';
import { NEWEST, startControlPlane } from './control-plane.ts';
import { areReady, createNodes } from './nodes.ts';
import { processes } from './processes.ts';
import { startWebhook } from './webhook.ts';

/** Minor versions that the API server plays (--emulated-version goes three back). */
const VERSIONS = ['1.33', '1.34', '1.35', NEWEST];

/** Clusters of unmodified Kubernetes: etcd, API server, controllers, scheduler; only the kubelets are fake (kwok). */
export function realBackend({ authentication }: { authentication?: object } = {}): ClusterBackend {
  return {
    start: async ({ version, port, authenticate, authorize, nodes }) => {
      if (!VERSIONS.includes(version)) {
        throw new Error(`Kubernetes ${version} cannot be started here: the versions are ${VERSIONS.join(', ')}.`);
      }
      const folder = await mkdtemp(join(tmpdir(), 'kubeferry-cluster-'));
      const running = processes(folder);
      const webhook = await startWebhook(authenticate, authorize);
      const stop = async () => {
        await running.stop();
        await webhook.stop();
      };
      try {
        const options = {
          binaries: await binaries(),
          folder,
          processes: running,
          version,
          port,
          authentication,
          webhook: webhook.url,
        };
        const { endpoint, pki } = await startControlPlane(options);
        const admin = pki.admin;
        const api = connect({ endpoint, certificateAuthority: pki.ca.cert, credential: admin });
        await populate(api, nodes).finally(api.close);
        return { endpoint, certificateAuthority: pki.ca.cert, admin, stop };
      } catch (error) {
        await stop();
        throw error;
      }
    },
  };
}

/** A cluster is of use when its nodes take pods, and pods find their default account. */
async function populate(api: ClusterApi, nodes: NodeSeed[]): Promise<void> {
  await createNodes(api, nodes);
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', namespace: 'default', name: 'default' };
  for (const end = Date.now() + 60_000; Date.now() < end; await wait(100)) {
    if ((await areReady(api, nodes)) && (await api.get(account))) return;
  }
  throw new Error('The nodes were not ready within 60 s, or no default service account came.');
}
