import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { KubeferryError } from '../../base/errors.ts';
import { type Attempt, LOOKS_AGAIN } from '../../base/run/attempt.ts';
import { requireAccess } from './require-access.ts';

/** When a run was let into its clusters, ISO 8601. */
export interface Entered {
  at: string;
}

/**
 * Connections that are asked. Two or more API servers stand behind the endpoint of a cluster
 * (https://docs.aws.amazon.com/eks/latest/userguide/eks-architecture.html), and each gets to know of an access entry by
 * itself: of two, six connections miss one in 3 of 100 cases.
 */
const CONNECTIONS = 6;

/** Throws NotYet until every API server that is met knows the access entry; each is asked over a connection of its own. */
export async function requireAccessOnEveryServer(connect: () => ClusterApi, cluster: string): Promise<void> {
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const api = connect();
      try {
        await requireAccess(api, cluster);
      } finally {
        api.close();
      }
    }),
  );
}

/** So long after it was let in, a run may meet a server that does not know it. EKS says "several seconds". */
const EARLY_MS = 5 * 60_000;

/** RBAC's words, and EKS's: a webhook, a quota or a policy of admission refuses in others, which no wait changes. */
const LACKS_RIGHTS = /\bUser "[^"]*" cannot \S+ /;

/** A server knows nothing of the access entry (401), or nothing of its policies (403). */
export const isRefusedIdentity = ({ name, message }: Error): boolean =>
  name === 'ClusterRejectedToken' || (name === 'AccessDenied' && LACKS_RIGHTS.test(message));

/** Such a refusal is NotYet for some attempts of a state that runs soon after the run was let in. */
export function whileEarly(
  error: Error,
  { enteredAt, now, attempt }: { enteredAt: string; now: Date; attempt: Attempt },
): Error {
  if (attempt.retries >= LOOKS_AGAIN || now.getTime() - Date.parse(enteredAt) > EARLY_MS) return error;
  return new KubeferryError(
    'NotYet',
    `${error.message} The run entered at ${enteredAt}, and not every API server may know its access entry yet; it is tried again.`,
    { cause: error },
  );
}
