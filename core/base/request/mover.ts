import * as z from 'zod';

/** Ids beyond it are nobody's (Linux `uid_t` without its last value, as Kubernetes takes them). */
const id = z.int().min(0).max(2_147_483_647);

/**
 * That runs may copy the files of claims by Jobs of their own in the source, each beside its claim and gone with the run. Left out,
 * no run makes anything there.
 */
export const Mover = z.strictObject({
  /** Of restic, by its digest: what reads the data is what somebody has looked at. */
  image: z.string().regex(/^\S+@sha256:[0-9a-f]{64}$/, 'an image with its digest, such as restic/restic@sha256:…'),
  /**
   * As whom files are read, in namespaces that let nothing run as root: files of others are unreadable then, and end the copy.
   * Left out, as root, with the right to read every file and no other.
   */
  runAs: z.strictObject({ user: id.min(1), group: id.min(1) }).optional(),
  /** After which the cluster ends a Job by itself. */
  hours: z.int().min(1).max(72).default(4),
  /** What a pod asks for, and its limit. */
  memory: z
    .string()
    .regex(/^[1-9]\d*(Mi|Gi)$/, 'an amount of memory such as 512Mi')
    .default('1Gi'),
});
export type Mover = z.infer<typeof Mover>;

/** Of a route's source, where it is a cluster whose route lets runs make Jobs in it. */
export const moverOf = (source: { kind?: string | undefined; mover?: Mover | undefined }): Mover | undefined =>
  source.mover;
