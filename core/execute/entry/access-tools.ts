import type { Clusters } from '../../base/ports/clusters.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';

export interface AccessTools {
  clusters: Clusters;
  store: ObjectStore;
  now: () => Date;
}
