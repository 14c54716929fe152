import { rmSync } from 'node:fs';
import type { ClusterBackend } from '../../../emulator/kubernetes/contract/backend.ts';
import { inProcess } from '../../../emulator/kubernetes/in-process.ts';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { Cloud } from '../../../local/cloud.ts';
import { type FoldersOfClaims, resticPods } from '../../../local/restic/restic-pods.ts';
import { administer } from '../admin.ts';

/** Clusters in which the pods of movers do what their image would. `of` is told the cloud as soon as it runs; the folders are gone at the end. */
export function movingClusters(folders: FoldersOfClaims): {
  backend: ClusterBackend;
  of: (cloud: Cloud) => void;
  end: () => void;
} {
  let source: ClusterApi | undefined;
  return {
    backend: inProcess({ jobs: resticPods(folders, () => source) }),
    of: (cloud) => {
      source = administer(cloud.clusters.source.running);
    },
    end: () => {
      source?.close();
      for (const folder of folders.values()) rmSync(folder, { recursive: true, force: true });
    },
  };
}
