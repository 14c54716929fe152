import type { Surroundings } from '../emulator/aws/gateway/execute.ts';
import type { AccessAttributes, ClusterIdentity, Mishap } from '../emulator/kubernetes/contract/backend.ts';

/** What reads is one operation for all kinds: what may go wrong does not depend on the kind. */
const READS = ['get', 'list', 'watch'];

/** Told of each request to a cluster: of EKS, or of another kind, whose API server is its ARN here. */
export type MeetIn = (
  cluster: { account: string; region: string; arn: string },
  identity: ClusterIdentity,
  access: AccessAttributes,
) => Mishap | undefined;

/**
 * Requests of sessions of roles to the API servers of clusters are calls like those of AWS: recorded, and disturbed by
 * faults on `kubernetes:list` or `kubernetes:patch-deployments-scale`.
 */
export const kubernetesRequests =
  ({ faults, record }: Pick<Surroundings, 'faults' | 'record'>, onWrite: () => void = () => {}): MeetIn =>
  ({ account, region, arn }, { username }, access) => {
    const principalArn = roleOf(username);
    if (!principalArn) return undefined;
    const operation = operationOf(access);
    if (!READS.includes(access.verb)) onWrite();
    const effects = faults.match(`kubernetes:${operation}`, principalArn).map(({ kind }) => kind);
    const allowed = !effects.includes('denied');
    const about = { operation, action: `kubernetes:${access.verb}`, resource: arn, principalArn, account, region };
    record({ service: 'kubernetes', ...about, context: {}, allowed });
    if (!allowed) return 'denied';
    return effects.includes('kill-after') ? 'lost' : undefined;
  };

function operationOf({ verb, resource, subresource }: AccessAttributes): string {
  if (READS.includes(verb)) return verb;
  return [verb, resource, ...(subresource ? [subresource] : [])].join('-');
}

/** The role of `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, as EKS names sessions; undefined for anybody else. */
function roleOf(username: string): string | undefined {
  const [, partition, account, role] = /^arn:([\w-]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(username) ?? [];
  return role && `arn:${partition}:iam::${account}:role/${role}`;
}
