import * as z from 'zod';

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
const hasDots = (path: string) => path.split('/').some((part) => part === '.' || part === '..');

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
  /**
   * Which folders of its snapshots a request may take, with `{namespace}` and `{claim}`; `/` is all of it. Needed where all namespaces
   * share the repository, since who clones one of them could take the files of any other.
   */
  folders: z
    .array(
      z
        .string()
        .regex(/^\/[^\0]*$/, 'a folder is an absolute path, as the backup tool has it')
        .refine((folder) => !hasDots(folder), 'a folder has no parts "." and ".."'),
    )
    .min(1)
    .optional(),
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
  Repository.refine(({ prefix, folders }) => folders !== undefined || prefix.includes('{namespace}'), {
    path: ['folders'],
    message:
      'all namespaces share this repository, since its prefix has no {namespace}: name the folders that requests may take, such as "/data/{namespace}/{claim}", or "/" for any',
  }),
);

/** Where the repository of one claim lies. */
export const prefixOf = ({ prefix }: Pick<Repository, 'prefix'>, claim: string): string => ofClaim(prefix, claim);

function ofClaim(text: string, claim: string): string {
  const [namespace = '', name = ''] = claim.split('/');
  return text.replaceAll('{namespace}', namespace).replaceAll('{claim}', name);
}

/**
 * The folder of a snapshot that a claim gets: the one that is asked for, where the route allows it, or the only one that it allows.
 * Without `path` it is all of the snapshot.
 */
export function folderFor(
  { folders = ['/'] }: Pick<Repository, 'folders'>,
  claim: string,
  asked: string | undefined,
): { path?: string } | { allowed: string[] } {
  const allowed = folders.map((folder) => ofClaim(folder, claim));
  if (asked === undefined) {
    const [only = '', ...others] = allowed;
    if (allowed.includes('/')) return {};
    return others.length === 0 ? { path: only } : { allowed };
  }
  return !hasDots(asked) && allowed.some((folder) => isBelow(asked, folder)) ? { path: asked } : { allowed };
}

const isBelow = (path: string, folder: string) =>
  folder === '/' || path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
