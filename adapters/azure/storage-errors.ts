import { type ErrorName, KubeferryError } from '../../core/base/errors.ts';
import { outsideText } from '../../core/base/outside/outside-text.ts';
import { type Codes, cloudFailure, namesByCode, type WaysOut } from '../cloud-failure.ts';

/** Raised by the client for an answer that is no list of pages, or ends within one. */
export const INCOMPLETE_LIST = 'IncompleteList';

/**
 * What an error code of Azure Storage means here; a code is compared whole
 * (https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes and …/common-rest-api-error-codes).
 */
const CODES: Codes = {
  AccessDenied: [
    'AuthorizationFailure',
    'AuthorizationPermissionMismatch',
    'AuthorizationProtocolMismatch',
    'AuthorizationServiceMismatch',
    'AuthorizationSourceIPMismatch',
    'InsufficientAccountPermissions',
  ],
  NotFound: ['BlobNotFound', 'ContainerNotFound', 'PreviousSnapshotNotFound', 'ResourceNotFound'],
  DataCorrupt: ['Md5Mismatch'],
  Throttled: ['ServerBusy', 'TooManyRequests'],
  Unavailable: [
    // An access that ended, by its time or since somebody ended it: the next attempt is granted one of its own.
    'AuthenticationFailed',
    'InternalError',
    'OperationTimedOut',
    INCOMPLETE_LIST,
    // Raised by the client when a connection breaks or stays silent.
    'EAI_AGAIN',
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
  ],
};

const WAY_OUT: WaysOut = {
  AccessDenied: 'look at the rights that were granted on the disk or snapshot, and at its network access policy',
  NotFound: 'check that disk or snapshot were not deleted',
  DataCorrupt: 'start the clone again; if it goes on, the disk or snapshot itself is damaged',
  Throttled: 'it is tried again with a delay',
  Unavailable: 'it is tried again with a delay, and then with a new access',
};

const NAME_OF = namesByCode(CODES);

/** An answer of Azure Storage that is no success. */
export class StorageFailure extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, status: number, said: string) {
    super(outsideText(said));
    this.code = code;
    this.status = status;
  }
}

export const storageCode = (error: unknown): string => String((error as { code?: unknown } | undefined)?.code ?? '');

/**
 * The error to throw instead of what a request of page blobs ended with. `what` completes "Could not …" and names the
 * blob. A code that is not in the tables keeps its own name, and so is permanent.
 */
export function translateStorageError(error: unknown, what: string): Error {
  if (error instanceof KubeferryError) return error;
  const code = storageCode(error);
  const name = nameOf(code, error instanceof StorageFailure ? error.status : 0);
  const message = outsideText((error as Error)?.message ?? error);
  return cloudFailure(what, { code, message, name, cause: error }, WAY_OUT);
}

function nameOf(code: string, status: number): ErrorName | undefined {
  const known = NAME_OF.get(code);
  if (known || status === 0) return known;
  if (status === 429 || status === 503) return 'Throttled';
  if (status >= 500) return 'Unavailable';
  if (status === 404) return 'NotFound';
  return status === 403 ? 'AccessDenied' : undefined;
}
