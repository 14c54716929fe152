import type { Clock } from '../../../time/clock.ts';
import type { Caller } from '../../base/service.ts';
import type { Authenticate, ClusterIdentity } from '../../kubernetes/contract/backend.ts';
import type { FindCredential } from '../gateway/authenticate.ts';
import { policyGroup, policyName } from './access-policies.ts';
import type { AccessEntry, Cluster } from './state.ts';
import { TokenError, verifyToken } from './token.ts';

/** How much later than the first the other API servers of a cluster know of a change of its access entries. */
export interface EntryLag {
  clock: Pick<Clock, 'now'>;
  milliseconds: number;
}

/** A cluster's authenticator: the token's signature, then the access entry of who signed it; undefined is 401. */
export const authenticator =
  (cluster: Cluster, find: FindCredential, { clock, milliseconds }: EntryLag): Authenticate =>
  (token, server = 0) => {
    try {
      const caller = verifyToken(token, cluster.name, find);
      const entry = cluster.entries.get(withoutPath(caller.principalArn)) ?? cluster.entries.get(caller.principalArn);
      const asOf = clock.now().getTime() - (server === 0 ? 0 : milliseconds);
      return entry && entry.createdAt <= asOf ? identityOf(entry, caller, asOf) : undefined;
    } catch (error) {
      if (error instanceof TokenError) return undefined;
      throw error;
    }
  };

function identityOf(entry: AccessEntry, caller: Caller, asOf: number): ClusterIdentity {
  const policies = [...entry.policies.values()];
  const known = policies.filter(({ associatedAt }) => associatedAt <= asOf);
  const session = caller.arn.includes(':assumed-role/') ? caller.arn.slice(caller.arn.lastIndexOf('/') + 1) : '';
  return {
    // A colon means something in user names of Kubernetes, hence not in a session's.
    username: entry.username.replaceAll('{{SessionName}}', session.replaceAll(':', '-')),
    groups: [
      ...entry.kubernetesGroups,
      ...known.map(({ arn, namespaces }) => policyGroup(policyName(arn) ?? '', namespaces)),
    ],
    ...(known.length < policies.length ? { isChanging: true } : {}),
  };
}

/** `role/path/NAME` is looked up as `role/NAME`, since a session's ARN does not say the path. */
const withoutPath = (principalArn: string) => principalArn.replace(/:(role|user)\/.*\//, ':$1/');
