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
  ],
};

const NAME_OF = namesByCode(CODES);

const BY_STATUS: Readonly<Record<number, ErrorName>> = {
  401: 'AccessDenied',
  403: 'AccessDenied',
  404: 'NotFound',
  408: 'Unavailable',
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

/** What Azure answered that was no success; `what` completes "Could not …" and names the thing. */
export function azureError(what: string, status: number, body: unknown): Error {
  const { code, message } = saidIn(body, status);
  const name = NAME_OF.get(code) ?? BY_STATUS[status] ?? (status >= 500 ? 'Unavailable' : undefined);
  return cloudFailure(what, { code, message: outsideText(message), name }, WAY_OUT);
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
