import { z } from 'zod';

const REPOSITORY_TYPES = ['restic', 'kopia'] as const;

export const secretArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+$/,
    'the ARN of a secret in Secrets Manager',
  );

export const keyArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f-]{36})$/, 'a key ARN, not an alias');

/** A bucket that a backup tool fills. Claims of a request may take their data from it (`volumes.origins`). */
export const Repository = z.strictObject({
  type: z.enum(REPOSITORY_TYPES),
  /** Of the source's account, or one that lets its member role read. */
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket'),
  /** The repository's folder, which may hold `{namespace}` and `{claim}`: VolSync has one for each claim, Velero for each namespace. */
  prefix: z
    .string()
    .regex(
      /^([\w./+=@-]|\{namespace\}|\{claim\})*$/,
      'a prefix has letters, digits, /._+=@- and {namespace} and {claim}',
    )
    .default(''),
  /** Of the bucket; the source's when left out. */
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region looks like eu-west-1')
    .optional(),
  /** Its value is JSON with the key `password`. */
  secret: secretArn,
  /** Of the bucket or the secret, where one has a key of one's own. */
  kmsKeyArn: keyArn.optional(),
});
export type Repository = z.infer<typeof Repository>;

/** By the name that a request calls it. */
export const Repositories = z.record(
  z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'the name of a repository has lower-case letters, digits and -, at most 40'),
  Repository,
);

/** Where the repository of one claim lies. */
export function prefixOf({ prefix }: Pick<Repository, 'prefix'>, claim: string): string {
  const [namespace = '', name = ''] = claim.split('/');
  return prefix.replaceAll('{namespace}', namespace).replaceAll('{claim}', name);
}
