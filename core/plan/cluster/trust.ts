import type { Json } from '../../../kube/kube-object.ts';
import type { TrustPolicy, TrustStatement } from '../../base/ports/trust-policy.ts';

/** Who takes a role of a cluster, by what it is for. */
export const TAKERS = {
  cluster: 'eks.amazonaws.com',
  'auto-cluster': 'eks.amazonaws.com',
  node: 'ec2.amazonaws.com',
  fargate: 'eks-fargate-pods.amazonaws.com',
  pod: 'pods.eks.amazonaws.com',
} as const;
export type Taker = keyof typeof TAKERS;

/**
 * Pods get session tags, and so does the control plane of Auto Mode
 * (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html,
 * https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html).
 */
const ACTIONS = (taker: Taker) => [
  'sts:AssumeRole',
  ...(taker === 'pod' || taker === 'auto-cluster' ? ['sts:TagSession'] : []),
];

/** Whether a role lets its service take it. Conditions are taken as fulfilled: only the service can tell. */
export function trusts(policy: TrustPolicy, taker: Taker): boolean {
  return ACTIONS(taker).every((action) =>
    statementsOf(policy).some(
      (statement) =>
        statement.Effect === 'Allow' && allows(statement, action) && names(statement, 'Service', TAKERS[taker]),
    ),
  );
}

/** The statement that lets a service take a role. */
export const trustOf = (taker: Taker): TrustStatement => ({
  Effect: 'Allow',
  Principal: { Service: TAKERS[taker] },
  Action: ACTIONS(taker),
});

/** A service account that takes a role. */
export interface Subject {
  namespace: string;
  name: string;
}

/** The ARN of an issuer's provider, in the partition of the cluster. */
export const providerArn = (clusterArn: string, account: string, issuer: string) =>
  `arn:${clusterArn.split(':')[1]}:iam::${account}:oidc-provider/${issuer.replace('https://', '')}`;

/** Whether the role may be taken by way of an OpenID Connect provider by each of these service accounts. */
export function trustsAccounts(policy: TrustPolicy, providerArn: string, subjects: Subject[]): boolean {
  const statements = statementsOf(policy).filter(
    (statement) =>
      statement.Effect === 'Allow' &&
      allows(statement, 'sts:AssumeRoleWithWebIdentity') &&
      names(statement, 'Federated', providerArn),
  );
  return subjects.every((subject) =>
    statements.some((statement) => admits(statement, providerArn, subjectOf(subject))),
  );
}

/** As the documentation has it (https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html). */
export function trustOfAccounts(providerArn: string, subjects: Subject[]): TrustStatement {
  const issuer = issuerOf(providerArn);
  const names = subjects.map(subjectOf).toSorted();
  return {
    Effect: 'Allow',
    Principal: { Federated: providerArn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: {
        [`${issuer}:aud`]: 'sts.amazonaws.com',
        [`${issuer}:sub`]: names.length === 1 ? names[0]! : names,
      },
    },
  };
}

/** The whole document, to be pasted: what is there stays, and the statement is added. */
export const withStatement = (policy: TrustPolicy, statement: TrustStatement): Json =>
  JSON.parse(
    JSON.stringify({ Version: '2012-10-17', ...policy, Statement: [...statementsOf(policy), statement] }),
  ) as Json;

const listOf = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const statementsOf = ({ Statement }: TrustPolicy) => listOf(Statement);

const allows = ({ Action }: TrustStatement, action: string) =>
  listOf(Action).some((each) => ['*', 'sts:*', action.toLowerCase()].includes(each.toLowerCase()));

const names = ({ Principal }: TrustStatement, kind: string, name: string) =>
  Principal !== '*' && listOf(Principal?.[kind]).includes(name);

const subjectOf = ({ namespace, name }: Subject) => `system:serviceaccount:${namespace}:${name}`;

const issuerOf = (providerArn: string) => providerArn.slice(providerArn.indexOf('/') + 1);

/** A statement without a condition on the subject admits every account of the cluster. */
function admits({ Condition = {} }: TrustStatement, providerArn: string, subject: string): boolean {
  const key = `${issuerOf(providerArn)}:sub`;
  const wanted = Object.entries(Condition).flatMap(([operator, keys]) =>
    listOf(keys[key]).map((pattern) => ({ operator, pattern })),
  );
  return wanted.length === 0 || wanted.some(({ operator, pattern }) => fits(operator, pattern, subject));
}

function fits(operator: string, pattern: string, text: string): boolean {
  if (!operator.includes('StringLike')) return pattern === text;
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(text);
}
