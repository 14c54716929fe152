import type { Clusters } from '../../base/ports/clusters.ts';
import type { DriverRights } from '../../base/ports/driver-rights.ts';
import type { Usage } from '../../base/ports/quotas.ts';
import type { Rights } from '../../base/ports/rights.ts';
import type { KeyStore, VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { BackupPlace } from '../../plan/velero/list-backups.ts';
import type { Inside, Quota } from './facts.ts';
import type { RepositoryTools } from './look-at-repositories.ts';
import type { Pause } from './patience.ts';

/** One end of the route, asked as the role that runs take there. */
export interface EndTools {
  /** ARN of the session. */
  caller: string;
  clusters: Clusters;
  keys: KeyStore;
  rights: Rights;
  storage: Pick<VolumeStorage, 'findVolumes'>;
  /** Only asked in the target. */
  drivers?: DriverRights;
  /** Only asked in the target. */
  quotas(): Promise<Quota[]>;
  /** Only asked in the target. */
  usage(): Promise<Usage>;
  /** What the member stack says of itself. */
  version(): Promise<string | undefined>;
  /** Only asked at the source: repositories of the route, and its backups where it begins at some. */
  files?: RepositoryTools & { backups?: BackupPlace | undefined; storage: Pick<VolumeStorage, 'presentSnapshots'> };
  /** Looks into the cluster, once it knows the role. */
  lookInside(pause: Pause): Promise<Inside>;
}
