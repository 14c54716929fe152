import { type ErrorName, KubeferryError } from '../../core/base/errors.ts';
import { outsideText } from '../../core/base/outside/outside-text.ts';

/** The API server's own error document (metav1.Status), as far as it is read. */
export interface Status {
  kind?: string;
  message?: string;
  reason?: string;
  code?: number;
  metadata?: { continue?: string };
  details?: { retryAfterSeconds?: number; causes?: { reason?: string; message?: string; field?: string }[] };
}

export function statusOf(body: unknown): Status {
  return typeof body === 'object' && body !== null ? (body as Status) : { message: body ? String(body) : undefined };
}

/** Of an answer that may show secrets which nobody here knows: its reason, and no word of its sentence. */
export function withheld(body: unknown): Status {
  const { reason = 'no reason' } = statusOf(body);
  return { reason, message: `${reason}; the rest of the answer is withheld, since it may show what is in the Secret` };
}

/** Reason of the 413 that a connector answers for what does not fit through it; API servers have no such reason. */
export const TOO_LARGE = 'TooLargeForConnector';

/** Codes of connections that broke after they stood: the next attempt may well succeed. */
const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'ANSWER_TIMEOUT', 'ECONNABORTED']);

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|EPROTO|ERR_SSL/;

const OPEN_A_WAY =
  'For a private endpoint, give the end of the route a connector; for a public one, look whether its list of public ' +
  'access CIDRs admits the caller.';

/**
 * No answer at all: `Unavailable` when a standing connection broke, else `ClusterUnreachable` with the endpoint and
 * what to open (`wayOut`, from whoever knows the cluster's network). Errors that are kubeferry's own (from the credential) pass unchanged.
 */
export function unreachable(endpoint: string, error: unknown, wayOut = OPEN_A_WAY): Error {
  if (error instanceof KubeferryError) return error;
  const { code = '' } = error as { code?: string };
  const message = outsideText(error);
  const why = message.includes(code) ? message : `${code}: ${message}`;
  if (BROKEN.has(code)) {
    const text = `The cluster API ${endpoint} broke off the call (${why}); the call may be repeated.`;
    return new KubeferryError('Unavailable', text, { cause: error });
  }
  if (code === '' && !(error instanceof AggregateError)) return error as Error;
  const text = CERTIFICATE.test(code)
    ? `The cluster API ${endpoint} showed a certificate that the cluster's own certificate authority did not sign (${why}); ` +
      'check that the endpoint and certificateAuthority belong to the same cluster, and that no proxy stands between.'
    : `The cluster API ${endpoint} did not answer (${why}). ${wayOut}`;
  return new KubeferryError('ClusterUnreachable', text, { cause: error });
}

/**
 * An answer that is no success, as the error of core/base/errors.ts, with the server's own sentence.
 * `what` says what was wanted, such as `apply v1 ConfigMap shop/settings`; `secrets` are values that the request had in it,
 * which a server or a webhook may repeat.
 */
export function refusal(
  what: string,
  httpStatus: number,
  body: unknown,
  secrets: readonly string[] = [],
): KubeferryError {
  const status = statusOf(body);
  const sentence = outsideText(status.message ?? '', secrets) || `HTTP status ${httpStatus}`;
  const name = status.reason === TOO_LARGE ? 'ClusterUnreachable' : nameOf(httpStatus, sentence);
  return new KubeferryError(name, `Could not ${what}: ${sentence}${wayOut(httpStatus)}`);
}

/**
 * An apply whose fields do not fit the schema is answered 500 without a reason, though it can never succeed
 * (k8s.io/apimachinery/pkg/util/managedfields/internal/structuredmerge.go, "failed to create typed patch object").
 */
const SCHEMA_MISMATCH = /^failed to create (typed patch|manager|typed live) /;

function nameOf(status: number, sentence: string): ErrorName {
  if (status === 401) return 'ClusterRejectedToken';
  if (status === 403) return 'AccessDenied';
  if (status === 404) return 'NotFound';
  if (status === 429) return 'Throttled';
  return status >= 500 && !SCHEMA_MISMATCH.test(sentence) ? 'Unavailable' : 'ApplyFailed';
}

function wayOut(status: number): string {
  if (status === 401) {
    return ' (the cluster did not accept the identity: check its access entry, and that the cluster uses authentication mode API or API_AND_CONFIG_MAP)';
  }
  if (status === 429)
    return ' (it was asked again as often as it allowed; let the run retry, or lower the concurrency)';
  return '';
}
