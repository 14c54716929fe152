import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { VeleroTools } from './build-tools.ts';
import { contentOf, SNAPSHOTS } from './moved.ts';

const DATA_UPLOADS = { apiVersion: 'velero.io/v2alpha1', kind: 'DataUpload', namespace: 'velero' };
const POD_VOLUMES = { apiVersion: 'velero.io/v1', kind: 'PodVolumeBackup', namespace: 'velero' };
/** Velero's built-in one. */
const PASSWORD = 'static-passw0rd';

/** What the claims of the cluster hold: folders, and a file that is a device. */
export interface BackedUp {
  /** Of `shop/files` and `ledger/notes`. */
  tree: string;
  /** Of `ledger/raw`. */
  device: string;
}

/** Uploads by the uploader of Velero itself what its server asks a node agent for. */
export class NodeAgent {
  readonly #api: ClusterApi;
  readonly #uploader: string;
  readonly #files: string;
  readonly #data: BackedUp;
  readonly #done = new Set<string>();

  constructor(api: ClusterApi, { uploader }: VeleroTools, files: string, data: BackedUp) {
    this.#api = api;
    this.#uploader = uploader;
    this.#files = files;
    this.#data = data;
  }

  async backUpPodVolumes(): Promise<void> {
    await this.#each(POD_VOLUMES, () => this.#upload('shop', 'files', this.#data.tree, 'shop/files'));
  }

  async moveData(): Promise<void> {
    await this.#each(DATA_UPLOADS, ({ spec }) => {
      const { sourcePVC, sourceNamespace } = spec as { sourcePVC: string; sourceNamespace: string };
      const isDevice = sourcePVC === 'raw';
      const path = isDevice ? this.#data.device : this.#data.tree;
      return this.#upload(sourceNamespace, isDevice ? 'device' : 'files', path, `${sourceNamespace}/${sourcePVC}`);
    });
  }

  async #each(kind: typeof POD_VOLUMES, upload: (asked: KubeObject) => [id: string, bytes: number]): Promise<void> {
    for (const name of (await this.#api.names(kind)).keys()) {
      if (this.#done.has(name)) continue;
      this.#done.add(name);
      const asked = await this.#api.get({ ...kind, name });
      const [snapshotID, bytes] = upload(asked!);
      const now = new Date().toISOString();
      const progress = { totalBytes: bytes, bytesDone: bytes };
      const times = { startTimestamp: now, completionTimestamp: now };
      const status = { phase: 'Completed', snapshotID, path: '/host_pods/x', ...times, progress };
      await this.#api.merge({ ...kind, name }, { status }, { manager: 'node-agent' });
    }
  }

  #upload(namespace: string, mode: 'files' | 'device', path: string, name: string): [id: string, bytes: number] {
    const home = dirname(this.#files);
    const made = execFileSync(this.#uploader, [this.#files, `team/kopia/${namespace}`, PASSWORD, mode, path, name], {
      env: { ...process.env, HOME: home, TMPDIR: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [id = '', bytes] = made.toString().trim().split(' ');
    return [id, Number(bytes)];
  }
}

/** What the controller of the EBS driver's snapshots would write. */
export async function playSnapshotController(api: ClusterApi): Promise<void> {
  for (const name of (await api.names(SNAPSHOTS)).keys()) {
    const asked = await api.get({ ...SNAPSHOTS, name });
    const ready = { readyToUse: true, restoreSize: '8Gi', creationTime: new Date().toISOString() };
    if (!asked || (asked.status as { readyToUse?: boolean } | undefined)?.readyToUse) continue;
    const content = contentOf(asked);
    await api.apply(content, { manager: 'snapshot-controller', force: true });
    const status = { ...ready, boundVolumeSnapshotContentName: content.metadata.name };
    await api.merge({ ...SNAPSHOTS, name }, { status }, { manager: 'snapshot-controller' });
  }
}
