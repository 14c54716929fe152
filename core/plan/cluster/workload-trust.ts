import type { Finding } from '../../../kube/finding.ts';
import type { ClusterFactory } from '../../base/ports/cluster-factory.ts';
import type { TrustPolicy } from '../../base/ports/trust-policy.ts';
import type { NewCluster } from '../../base/request/route.ts';
import { trustOf, trustOfAccounts, trusts, trustsAccounts, withStatement } from './trust.ts';
import { finding, type RoleAccount, readableRoles } from './workload-roles.ts';

type TrustReader = Pick<ClusterFactory, 'trustPolicy'>;

/**
 * What the trust policies of roles lack for Pod Identity, each with the whole document to paste. They are never changed
 * by a run: IAM has no condition on what a trust policy says, so a right to change one is a right to let anybody in.
 */
export const podTrust = (accounts: RoleAccount[], create: NewCluster, factory: TrustReader): Promise<Finding[]> =>
  ofEachRole(accounts, create, factory, ([account], policy) => forPods(account, policy));

/** The same for the issuer of the new cluster; `providerArn` is undefined as long as the cluster does not exist. */
export const issuerTrust = (
  accounts: RoleAccount[],
  create: NewCluster,
  factory: TrustReader,
  providerArn: string | undefined,
): Promise<Finding[]> =>
  ofEachRole(accounts, create, factory, (users, policy) => forIssuer(users, policy, providerArn));

type Users = [RoleAccount, ...RoleAccount[]];

async function ofEachRole(
  accounts: RoleAccount[],
  create: NewCluster,
  { trustPolicy }: TrustReader,
  look: (users: Users, policy: TrustPolicy) => Finding[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const role of readableRoles(accounts, create)) {
    const users = accounts.filter((account) => account.role === role) as Users;
    const policy = await trustPolicy(role);
    findings.push(...(policy === undefined ? noSuchRole(users[0], role) : look(users, policy)));
  }
  return findings;
}

const noSuchRole = (account: RoleAccount, role: string): Finding[] => [
  finding('blocker', account, `The target has no role ${role}, which the route's target.create names. Make it first.`, {
    current: role,
  }),
];

function forPods(account: RoleAccount, policy: TrustPolicy): Finding[] {
  if (trusts(policy, 'pod')) return [];
  const sentence = `Role ${account.role} does not let pods take it: pods.eks.amazonaws.com needs sts:AssumeRole and sts:TagSession in its trust policy. Paste the proposed one; a run never changes it.`;
  return [
    finding('warning', account, sentence, { current: account.role, proposed: withStatement(policy, trustOf('pod')) }),
  ];
}

function forIssuer(users: Users, policy: TrustPolicy, providerArn: string | undefined): Finding[] {
  const [account] = users;
  if (!providerArn) {
    const sentence = `Role ${account.role} has to trust the issuer of the new cluster, which EKS chooses when it makes it. The run's report then has the trust policy to paste; a run never changes it.`;
    const addons = [...new Set(users.flatMap((user) => ('addon' in user ? String(user.addon) : [])))];
    if (addons.length === 0) return [finding('info', account, sentence, { current: account.role })];
    const waiting = `The run waits for the add-on ${addons.join(', ')} until then, and fails after an hour: let the role trust the issuer as soon as the cluster is there, or choose "pod-identity".`;
    return [finding('warning', account, `${sentence} ${waiting}`, { current: account.role })];
  }
  if (trustsAccounts(policy, providerArn, users)) return [];
  const sentence = `Role ${account.role} does not trust the issuer of the new cluster, so its pods get no credentials until it does. Paste the proposed trust policy; a run never changes it.`;
  const proposed = withStatement(policy, trustOfAccounts(providerArn, users));
  return [finding('warning', account, sentence, { current: account.role, proposed })];
}
