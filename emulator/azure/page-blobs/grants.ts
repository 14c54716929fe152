import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../../time/clock.ts';
import type { PageBlob } from './page-blob.ts';
import { StorageError } from './storage-error.ts';

/** What may be done with a blob, as the letters of a SAS have it: read, write. */
export type Rights = 'r' | 'rw';

interface Grant {
  blob: PageBlob;
  rights: Rights;
  until: number;
  by: string;
}

/**
 * Accesses that were granted, as `beginGetAccess` of disks and snapshots grants them: the URL names a stored access, so that
 * it ends when somebody ends that, and says no time of its own.
 */
export interface Grants {
  /** A path with a query that is good until `seconds` have passed on the clock, or it is revoked; `by`: who has asked for it. */
  grant(blob: PageBlob, rights: Rights, seconds: number, by?: string): string;
  /** Who has asked for the access of a query; '' for one that is none, or of nobody. */
  holderOf(query: URLSearchParams): string;
  /** Every access to the blob ends at once. */
  revoke(blob: PageBlob): void;
  /** The disk or snapshot was deleted: each of its URLs finds nothing. */
  remove(blob: PageBlob): void;
  /** The blob of path and query for one who wants this right. Throws what Azure answers. */
  open(path: string, query: URLSearchParams, right: 'r' | 'w'): PageBlob;
}

export function createGrants(clock: Clock): Grants {
  const key = randomBytes(32);
  const grants = new Map<string, Grant>();
  const paths = new Map<string, PageBlob>();
  const pathOf = new Map<PageBlob, string>();
  const sign = (path: string, id: string) => createHmac('sha256', key).update(`${path}\n${id}`).digest('base64');
  const endAll = (blob: PageBlob) => {
    for (const [id, grant] of grants) if (grant.blob === blob) grants.delete(id);
  };

  return {
    grant(blob, rights, seconds, by = '') {
      const path = pathOf.get(blob) ?? `/${randomBytes(6).toString('hex')}/abcd`;
      pathOf.set(blob, path);
      paths.set(path, blob);
      const id = randomUUID();
      grants.set(id, { blob, rights, until: clock.now().getTime() + seconds * 1_000, by });
      return `${path}?sv=2018-03-28&sr=b&si=${id}&sig=${encodeURIComponent(sign(path, id))}`;
    },
    holderOf: (query) => grants.get(query.get('si') ?? '')?.by ?? '',
    revoke: endAll,
    remove(blob) {
      const path = pathOf.get(blob);
      if (path) paths.delete(path);
    },
    open(path, query, right) {
      const id = query.get('si') ?? '';
      if (query.get('sig') !== sign(path, id)) throw unauthenticated('Signature did not match.');
      const blob = paths.get(path);
      if (!blob) throw new StorageError(404, 'BlobNotFound', 'The specified blob does not exist.');
      const grant = grants.get(id);
      if (!grant || grant.blob !== blob) throw unauthenticated('Access to the specified signed identifier has ended.');
      if (clock.now().getTime() >= grant.until)
        throw unauthenticated('Signature not valid in the specified time frame.');
      if (!grant.rights.includes(right)) {
        const said = 'This request is not authorized to perform this operation using this permission.';
        throw new StorageError(403, 'AuthorizationPermissionMismatch', said);
      }
      return blob;
    },
  };
}

const unauthenticated = (detail: string) =>
  new StorageError(403, 'AuthenticationFailed', `Server failed to authenticate the request. ${detail}`);
