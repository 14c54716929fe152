import * as z from 'zod';
import { Repository } from '../request/repository.ts';

/** Files of a repository that a backup tool has filled; the id is that of its snapshot, and the prefix that of the claim. */
export const FilesOrigin = z.object({
  kind: z.literal('files'),
  /** Without a secret its password is the one that Velero has built in. */
  repository: Repository.omit({ kmsKeyArn: true, folders: true }).extend({
    secret: Repository.shape.secret.optional(),
    /** A Job of this run has filled it, in the hub's own bucket. */
    own: z.literal(true).optional(),
  }),
  snapshotId: z.string(),
  /** A folder of the snapshot. */
  path: z.string().optional(),
});
export type FilesOrigin = z.infer<typeof FilesOrigin>;

/** One file of such a repository that is a whole device, byte for byte: so Velero's data mover keeps a volume of mode Block. */
const ImageOrigin = FilesOrigin.extend({ kind: z.literal('image') });

/** What is read out of a repository of a backup tool, in either form. */
export const RepositoryOrigin = z.discriminatedUnion('kind', [FilesOrigin, ImageOrigin]);
export type RepositoryOrigin = z.infer<typeof RepositoryOrigin>;

export const isOfRepository = (origin: { kind: string }): origin is RepositoryOrigin =>
  origin.kind === 'files' || origin.kind === 'image';

/** Where the data of a volume comes from. */
export const Origin = z.discriminatedUnion('kind', [
  /** A snapshot that the run has taken of the source volume, and removes at its end. */
  z.object({ kind: z.literal('volume'), volumeId: z.string(), snapshotId: z.string() }),
  /** A snapshot that somebody else has made: it is never deleted and never tagged, and nothing of it is known by tags. */
  z.object({ kind: z.literal('snapshot'), snapshotId: z.string(), foreign: z.literal(true) }),
  FilesOrigin,
  ImageOrigin,
]);
export type Origin = z.infer<typeof Origin>;

/** As a plan has it; absent where the run takes a snapshot of its own. */
export type PlannedOrigin = PlannedSnapshot | PlannedFiles | PlannedMove;

/** What was there before the run: a snapshot, or a backup; undefined where the run copies the claim itself. */
export const takenBefore = (origin: PlannedOrigin | undefined): PlannedSnapshot | PlannedFiles | undefined =>
  origin?.kind === 'mover' ? undefined : origin;

interface Taken {
  /** ISO 8601: what was written later is not in it. */
  takenAt: string;
}
export type PlannedSnapshot = Extract<Origin, { kind: 'snapshot' }> & Taken;
export type PlannedFiles = RepositoryOrigin &
  Taken & {
    /** As the route calls the repository. */
    name: string;
    /** What the source had and the backup does not, such as "ACLs". */
    losses: string[];
    /** Bytes of its files, where the backup says it, or of the device. */
    bytes?: number;
  };

/** Whether what comes of it is a file system of our own: ext4, as large as the volume. */
export const comesAsFiles = (origin: { kind: string } | undefined): boolean =>
  origin?.kind === 'files' || origin?.kind === 'mover';

/** Files that a Job of the run will copy, beside the claim: see core/execute/movers/. */
export interface PlannedMove {
  kind: 'mover';
  image: string;
  runAs?: { user: number; group: number };
  hours: number;
  memory: string;
  /** Of the pods that have the claim mounted now, so that its pod may run where they do. */
  tolerations?: Toleration[];
  /** Pods of several nodes may mount the claim. */
  shared?: true;
  /** What is read is a claim made of a snapshot of this one; absent where it is the claim itself. */
  snapshot?: SnapshotClaim;
  /** Why the one or the other is read, as a clause; absent from records of earlier versions. */
  because?: string;
}

/** A claim of the run, of a snapshot that it takes by the source's own driver. */
export interface SnapshotClaim {
  /** VolumeSnapshotClass of the snapshot. */
  class: string;
  /** StorageClass of the claim. */
  storageClass: string;
  /** At least, as a quantity. */
  size: string;
}

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling */
export interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
}
