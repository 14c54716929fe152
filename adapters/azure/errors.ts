import { type ErrorName, KubeferryError } from '../../core/base/errors.ts';
import { outsideText } from '../../core/base/outside/outside-text.ts';
import { type Codes, cloudFailure, namesByCode, type WaysOut } from '../cloud-failure.ts';

/**
 * The one file that knows error codes of Azure Resource Manager and Entra ID. A code is compared whole
 * (https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors,
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes).
 */
const CODES: Codes = {
  QuotaReached: ['QuotaExceeded', 'ResourceQuotaExceeded', 'OperationNotAllowedQuota'],
  Throttled: ['TooManyRequests', 'OperationNotAllowedThrottled', 'SubscriptionRequestsThrottled', 'RetryableError'],
  // Something else is still done to the same thing.
  NotYet: [
    'AnotherOperationInProgress',
    'OperationPreempted',
    'PreconditionFailed',
    'Conflict',
    'ConflictingConcurrentWriteNotAllowed',
    // Of a managed identity that somebody else lets trust at the same time.
    'ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity',
  ],
};

const NAME_OF = namesByCode(CODES);

const BY_STATUS: Readonly<Record<number, ErrorName>> = {
  401: 'AccessDenied',
  403: 'AccessDenied',
  404: 'NotFound',
  408: 'Unavailable',
  // Whatever a service calls it: the thing is another one than it was (…/azure/aks/use-etags).
  412: 'NotYet',
  429: 'Throttled',
};

const WAY_OUT: WaysOut = {
  AccessDenied:
    'look at the role assignments of the application in Azure, and at the federated credential that names the role (docs/aks.md)',
  NotFound: "check subscription and resource groups of the route's source, and that it was not deleted",
  Throttled: 'it is tried again with a delay; Azure counts the requests of a subscription',
  QuotaReached: 'it is tried again when other work ends; raise the quota of the subscription if it goes on',
  Unavailable: 'it is tried again with a delay',
  NotYet: 'it is tried again when that has ended',
};

const MORE_QUOTA = 'raise the quota of vCPUs of the subscription in that location, and start a new run';

/** What an administrator of Azure has forbidden, or has to grant: no wait and no assignment of a role changes it. */
const WAY_OUT_OF: Readonly<Record<string, string>> = {
  ScopeLocked:
    'remove the lock that it names (az lock delete), or have who has set it do what it keeps from being done',
  RequestDisallowedByPolicy:
    'have the policy that it names exempt it (az policy exemption create), or name what it allows',
  RequestDisallowedByAzure: 'name what the subscription may use, or have Azure open it to the subscription',
  InsufficientVCPUQuota: MORE_QUOTA,
  ErrCode_InsufficientVCPUQuota: MORE_QUOTA,
};

/** What Azure answered that was no success; `what` completes "Could not …" and names the thing. */
export function azureError(what: string, status: number, body: unknown): Error {
  const { code, message } = saidIn(body, status);
  const name = NAME_OF.get(code) ?? BY_STATUS[status] ?? (status >= 500 ? 'Unavailable' : undefined);
  const way = Object.hasOwn(WAY_OUT_OF, code) ? WAY_OUT_OF[code] : undefined;
  if (way) return refusedForGood(what, code, outsideText(message), way);
  return cloudFailure(what, { code, message: outsideText(message), name }, WAY_OUT);
}

/** Under the code's own name, whatever the status: `AccessDenied` would send people to look at role assignments. */
function refusedForGood(what: string, code: string, message: string, way: string): Error {
  const error = new Error(`Could not ${what}: ${`${code}: ${message}`.replace(/\.?$/, '.')} Way out: ${way}.`);
  error.name = code;
  return error;
}

/** No answer at all. */
export const unanswered = (what: string, cause: unknown) =>
  new KubeferryError(
    'Unavailable',
    `Could not ${what}: ${outsideText(reasonOf(cause))}. Way out: ${WAY_OUT.Unavailable}.`,
    {
      cause,
    },
  );

const reasonOf = (error: unknown) => {
  const { cause, message } = error as Error;
  return (cause as Error | undefined)?.message ?? message;
};

/** `{error: {code, message}}` of Resource Manager, `{error, error_description}` of Entra ID. */
function saidIn(body: unknown, status: number): { code: string; message: string } {
  const { error, error_description: description } = (body ?? {}) as Record<string, unknown>;
  if (typeof error === 'string') return { code: codeOf(error, status), message: firstLine(String(description ?? '')) };
  const { code, message } = (error ?? {}) as { code?: unknown; message?: string };
  return { code: codeOf(code, status), message: message ?? 'Azure gives no reason' };
}

/** A code names an error, and stands in sentences as it is: what is no word is none of Azure's. */
export const codeOf = (said: unknown, status: number): string =>
  typeof said === 'string' && /^[A-Za-z][\w.-]{0,79}$/.test(said) ? said : `Http${status}`;

/** The others have ids of the request, and its time. */
const firstLine = (text: string) => text.split(/\r?\n/)[0] ?? '';
