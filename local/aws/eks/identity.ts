import type { Authenticate, ClusterIdentity } from '../../kubernetes/backend.ts';
import type { FindCredential } from '../gateway/authenticate.ts';
import type { Caller } from '../service.ts';
import { policyGroup, policyName } from './access-policies.ts';
import type { AccessEntry, Cluster } from './state.ts';
import { TokenError, verifyToken } from './token.ts';

/** A cluster's authenticator: the token's signature, then the access entry of who signed it; undefined is 401. */
export const authenticator =
  (cluster: Cluster, find: FindCredential): Authenticate =>
  (token) => {
    try {
      const caller = verifyToken(token, cluster.name, find);
      const entry = cluster.entries.get(withoutPath(caller.principalArn)) ?? cluster.entries.get(caller.principalArn);
      return entry && identityOf(entry, caller);
    } catch (error) {
      if (error instanceof TokenError) return undefined;
      throw error;
    }
  };

function identityOf(entry: AccessEntry, caller: Caller): ClusterIdentity {
  const session = caller.arn.includes(':assumed-role/') ? caller.arn.slice(caller.arn.lastIndexOf('/') + 1) : '';
  return {
    // A colon means something in user names of Kubernetes, hence not in a session's.
    username: entry.username.replaceAll('{{SessionName}}', session.replaceAll(':', '-')),
    groups: [
      ...entry.kubernetesGroups,
      ...[...entry.policies.values()].map(({ arn, namespaces }) => policyGroup(policyName(arn) ?? '', namespaces)),
    ],
  };
}

/** `role/path/NAME` is looked up as `role/NAME`, since a session's ARN does not say the path. */
const withoutPath = (principalArn: string) => principalArn.replace(/:(role|user)\/.*\//, ':$1/');
