import type { NewCluster } from '../clone/route.ts';
import type { Finding } from '../manifests/finding.ts';
import type { ClusterFactory } from '../ports/cluster-factory.ts';
import { type TrustPolicy, trustOf, trustOfAccounts, trusts, trustsAccounts, withStatement } from './trust.ts';
import { finding, type RoleAccount, readableRoles } from './workload-roles.ts';

interface Asked {
  accounts: RoleAccount[];
  create: NewCluster;
  factory: Pick<ClusterFactory, 'trustPolicy'>;
  /** Of the new cluster's issuer; undefined as long as the cluster is not there. */
  providerArn: string | undefined;
}

/**
 * What the trust policies of the workload's roles lack for the new cluster, each with the whole document to paste. They
 * are never changed by a run: IAM has no condition on what a trust policy says, so a right to change one is a right to
 * let anybody in.
 */
export async function trustFindings({ accounts, create, factory, providerArn }: Asked): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const role of readableRoles(accounts, create)) {
    const users = accounts.filter((account) => account.role === role);
    const policy = await factory.trustPolicy(role);
    const found =
      policy === undefined
        ? noSuchRole(users[0]!, role)
        : create.serviceAccountRoles === 'pod-identity'
          ? forPods(users[0]!, policy)
          : forIssuer(users, policy, providerArn);
    findings.push(...found);
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

function forIssuer(users: RoleAccount[], policy: TrustPolicy, providerArn: string | undefined): Finding[] {
  const [account] = users as [RoleAccount];
  if (!providerArn) {
    const sentence = `Role ${account.role} has to trust the issuer of the new cluster, which EKS chooses when it makes it. The run's report then has the trust policy to paste; a run never changes it.`;
    return [finding('info', account, sentence, { current: account.role })];
  }
  if (trustsAccounts(policy, providerArn, users)) return [];
  const sentence = `Role ${account.role} does not trust the issuer of the new cluster, so its pods get no credentials until it does. Paste the proposed trust policy; a run never changes it.`;
  const proposed = withStatement(policy, trustOfAccounts(providerArn, users));
  return [finding('warning', account, sentence, { current: account.role, proposed })];
}
