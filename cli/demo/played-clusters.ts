import type { ClusterBackend } from '../../emulator/kubernetes/contract/backend.ts';
import type { Cloud } from '../../local/cloud.ts';
import { maskingClusters } from './masking.ts';
import { movingClusters } from './movers/moving-clusters.ts';
import { MOVED_CLAIM, shareWithDrawings } from './movers/shares.ts';
import type { DemoInput } from './options.ts';

/** Clusters in which the pods of Jobs do what their images would, where the demo has such. */
export interface PlayedClusters {
  backend: ClusterBackend;
  /** Told of the cloud as soon as it runs. */
  of: (cloud: Cloud) => void;
  /** What lies on claims of the source that are on no volume: folders of this machine. */
  shares?: ReadonlyMap<string, string>;
  end: () => void;
}

export function playedClusters(
  { mask, from }: Pick<DemoInput, 'mask' | 'from'>,
  backend: ClusterBackend,
): PlayedClusters {
  const end = () => {};
  if (mask) return { ...maskingClusters(), end };
  if (from !== 'kubernetes') return { backend, of: () => {}, end };
  const shares = new Map([[MOVED_CLAIM, shareWithDrawings()]]);
  return { ...movingClusters(shares), shares };
}
