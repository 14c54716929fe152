import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { FileRepository } from '../../base/ports/file-repository.ts';
import type { MoverSession } from '../../base/ports/mover-session.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { PlannedMove } from '../../base/run/origin.ts';
import type { PlannedVolume } from '../../plan/volumes/volume-plan.ts';

export interface MoverTools {
  api: ClusterApi;
  store: ObjectStore;
  now: () => Date;
  /** Throws RunIsOver. */
  stillOn: () => Promise<void>;
  newPassword: () => string;
  /** What lets a pod read and write below a prefix of the hub's bucket, and nothing else. */
  openSession: (prefix: string) => Promise<MoverSession>;
  /** What a Job has written there. */
  openMoved: (prefix: string, password: string) => Promise<Pick<FileRepository, 'find'>>;
  /** As restic names a repository below a prefix of the hub's bucket. */
  urlOf: (prefix: string) => string;
  region: string;
  /** Has the source work again, once all that is copied is in snapshots; absent where it may not yet. Harmless when it works already. */
  comeBack?: (() => Promise<void>) | undefined;
}

export interface Moving extends Pick<PlannedVolume, 'claim' | 'strategy' | 'sizeGiB'> {
  move: PlannedMove;
}
