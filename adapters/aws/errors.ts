import { type ErrorName, KubeferryError } from '../../core/base/errors.ts';
import { outsideText } from '../../core/base/outside/outside-text.ts';
import { type Codes, cloudFailure, namesByCode, type WaysOut } from '../cloud-failure.ts';

/**
 * The one file that knows AWS error codes. A code is compared whole, never as a part of a message.
 * EC2: https://docs.aws.amazon.com/ec2/latest/devguide/errors-overview.html,
 * EBS: https://docs.aws.amazon.com/ebs/latest/userguide/error-retries.html.
 */
const CODES: Codes = {
  AccessDenied: [
    'AccessDenied',
    'AccessDeniedException',
    'AuthFailure',
    'InvalidClientTokenId',
    'KMSAccessDeniedException',
    'OptInRequired',
    'SignatureDoesNotMatch',
    'UnauthorizedOperation',
    'UnrecognizedClientException',
  ],
  NotFound: [
    'InvalidInstanceID.NotFound',
    'InvalidKmsKey.NotFound',
    'InvalidSnapshot.NotFound',
    'InvalidVolume.NotFound',
    'NoSuchBucket',
    'NoSuchEntity',
    'NoSuchKey',
    'NotFound',
    'NotFoundException',
    'ResourceNotFoundException',
  ],
  Throttled: [
    'BandwidthLimitExceeded',
    'Client.RequestLimitExceeded',
    'EC2ThrottledException',
    'PriorRequestNotComplete',
    'RequestLimitExceeded',
    'RequestThrottled',
    'RequestThrottledException',
    'SlowDown',
    // A second CreateSnapshot of one volume within 15 seconds.
    'SnapshotCreationPerVolumeRateExceeded',
    'ThrottledException',
    'Throttling',
    'ThrottlingException',
    'TooManyRequestsException',
  ],
  QuotaReached: [
    // The SDK does not count EBS's StartSnapshot limit as a throttle.
    'ConcurrentLimitExceededException',
    'ConcurrentSnapshotLimitExceeded',
    'CopyVolumesLimitExceeded',
    'MaxIOPSLimitExceeded',
    'PendingSnapshotLimitExceeded',
    'ResourceLimitExceeded',
    'ResourceLimitExceededException',
    'ServiceQuotaExceededException',
    'SnapshotLimitExceeded',
    'VolumeLimitExceeded',
  ],
  Unavailable: [
    'DependencyTimeoutException',
    // Role chaining ends after an hour; the next attempt signs with new credentials.
    'ExpiredToken',
    'ExpiredTokenException',
    'InternalError',
    'InternalFailure',
    'InternalServerError',
    'InternalServerException',
    'InvalidSignatureException',
    'KMSInternalException',
    'RequestExpired',
    'RequestTimeout',
    'RequestTimeoutException',
    'ServerException',
    'ServiceUnavailable',
    'ServiceUnavailableException',
    // Raised by the client when a connection breaks or stays silent.
    'EAI_AGAIN',
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'TimeoutError',
  ],
  // A volume that is still detaching can be deleted later; a snapshot that one call saw complete may be pending to the next.
  NotYet: ['IncorrectState', 'VolumeInUse'],
};

/** EBS's ValidationException is permanent but for these reasons: a block that was written twice at once, or too slowly. */
const REASONS: Readonly<Record<string, ErrorName>> = {
  CONFLICTING_BLOCK_UPDATE: 'Unavailable',
  WRITE_REQUEST_TIMEOUT: 'Unavailable',
};

const WAY_OUT: WaysOut = {
  AccessDenied: "look at the member role's policy, the key policy, and service control policies",
  NotFound: 'check that it was not deleted, and that account and Region are right',
  Throttled: 'it is tried again with a delay; raise the API rate quota if it goes on',
  QuotaReached: 'it is tried again when other work ends; raise the quota in Service Quotas if it goes on',
  Unavailable: 'it is tried again with a delay',
  NotYet: 'it is tried again when the volume is detached, or the snapshot complete',
};

const NAME_OF = namesByCode(CODES);

/** What SDK errors, and those of the lean EBS transport, have in common. */
interface AwsErrorShape {
  name?: string;
  code?: string;
  message?: string;
  Reason?: string;
  $metadata?: { httpStatusCode?: number };
}

/** The code of an AWS or network error, '' when it has none. */
export function awsCode(error: unknown): string {
  const { name, code } = (error ?? {}) as AwsErrorShape;
  return [code, name].find((it) => it !== undefined && NAME_OF.has(it)) ?? name ?? code ?? '';
}

/** True when AWS says that the thing does not exist. */
export const isGone = (error: unknown) => nameOf(error) === 'NotFound';

/**
 * The error to throw instead of what a client threw. `what` completes "Could not …" and names the thing:
 * `copy snap-1 from eu-west-1`. A code that is not in the tables keeps its own name, and so is permanent.
 */
export function translateAwsError(error: unknown, what: string): Error {
  if (error instanceof KubeferryError) return error;
  const message = outsideText((error as AwsErrorShape)?.message ?? error);
  return cloudFailure(what, { code: awsCode(error), message, name: nameOf(error), cause: error }, WAY_OUT);
}

/** Runs one call and translates what it throws. */
export async function awsCall<T>(what: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw translateAwsError(error, what);
  }
}

/**
 * A page token that the service did not give, or that is too old: of ListExecutions
 * (https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html) and of ListSchedules
 * (https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListSchedules.html).
 */
const WRONG_PAGE = ['InvalidToken', 'ValidationException'];

/** Reads one page of a list from `next` on, the one member of the call that is not ours. Throws InvalidRequest for a wrong one. */
export async function pageCall<T>(what: string, next: string | undefined, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (next === undefined || !WRONG_PAGE.includes(awsCode(error))) throw translateAwsError(error, what);
    throw new KubeferryError('InvalidRequest', `Could not ${what}: no page begins at "${outsideText(next)}".`, {
      cause: error,
    });
  }
}

function nameOf(error: unknown): ErrorName | undefined {
  if (error instanceof KubeferryError) return error.name;
  const shape = (error ?? {}) as AwsErrorShape;
  const known = NAME_OF.get(awsCode(error)) ?? REASONS[shape.Reason ?? ''];
  if (known) return known;
  const status = shape.$metadata?.httpStatusCode ?? 0;
  if (status >= 500) return 'Unavailable';
  return status === 429 ? 'Throttled' : undefined;
}

/** The answer, or undefined when the thing that was asked for does not exist. */
export async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** A call whose work is done where the thing does not exist. */
export async function goneIsFine(what: string, run: () => Promise<unknown>): Promise<void> {
  await awsCall(what, () => unlessGone(run()));
}
