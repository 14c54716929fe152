import { isLike, type KeyPolicy, type KeyStatement, listOf } from '../../base/ports/key-policy.ts';
import { conditionsHold, type Holds } from './conditions.ts';

/** Where the driver of the target cluster calls EC2. */
export interface DriverPlace {
  account: string;
  region: string;
}

/**
 * What the policy of a key says of whoever attaches volumes in its account:
 * `anybody` may; `denied` and `nobody` say no; `left-to-iam`: the account's own policies decide; `named` principals may;
 * `depends`: on something that is not known of the driver.
 */
export type Attaching =
  | { answer: 'anybody' | 'denied' | 'nobody' | 'left-to-iam' }
  | { answer: 'named'; principals: string[] }
  | { answer: 'depends'; on: string };

/**
 * Attaching an encrypted volume is a kms:CreateGrant of its caller through EC2, with kms:GrantIsForAWSResource
 * (https://docs.aws.amazon.com/kms/latest/developerguide/services-ebs.html). AWS's policies for the EBS CSI driver and
 * for Auto Mode have no right on keys, so it is the key that has to let the driver in.
 */
const ACTION = 'kms:CreateGrant';

export function mayAttach(policy: KeyPolicy, place: DriverPlace): Attaching {
  const judged = policy.Statement.filter(isAboutGrants).map((statement) => ({
    statement,
    who: principalsOf(statement, place),
    holds: conditionsHold(statement.Condition, contextOf(place)),
  }));
  const some = (effect: KeyStatement['Effect'], who: Who['kind'], holds: Holds) =>
    judged.find((each) => each.statement.Effect === effect && each.who.kind === who && each.holds === holds);
  const all: Who['kind'][] = ['everybody', 'account'];
  const denied = (holds: Holds) => all.map((who) => some('Deny', who, holds)).find((found) => found !== undefined);
  if (denied('yes')) return { answer: 'denied' };
  const open = denied('unknown');
  if (open) return { answer: 'depends', on: conditionKeys(open.statement) };
  if (some('Allow', 'everybody', 'yes')) return { answer: 'anybody' };
  const perhaps = some('Allow', 'everybody', 'unknown');
  if (perhaps) return { answer: 'depends', on: conditionKeys(perhaps.statement) };
  const principals = judged.flatMap(({ statement, who, holds }) =>
    statement.Effect === 'Allow' && who.kind === 'named' && holds !== 'no' ? who.arns : [],
  );
  if (principals.length > 0) return { answer: 'named', principals };
  const left = some('Allow', 'account', 'yes') ?? some('Allow', 'account', 'unknown');
  return { answer: left ? 'left-to-iam' : 'nobody' };
}

/** The Resource of a key policy is the key itself, and nearly always `*`. */
const isAboutGrants = ({ Action, NotAction }: KeyStatement): boolean =>
  NotAction === undefined ? matches(Action) : !matches(NotAction);

const matches = (actions: KeyStatement['Action']) => listOf(actions).some((action) => isLike(action, ACTION, 'i'));

type Who = { kind: 'everybody' | 'account' | 'nobody' } | { kind: 'named'; arns: string[] };

/** Whom of the account a statement is about. */
function principalsOf({ Principal, Effect }: KeyStatement, { account }: DriverPlace): Who {
  // With NotPrincipal there are those who are not named: more than anybody can say.
  if (Principal === undefined) return { kind: Effect === 'Deny' ? 'everybody' : 'nobody' };
  const names = Principal === '*' ? ['*'] : listOf(Principal.AWS);
  if (names.includes('*')) return { kind: 'everybody' };
  const own = names.filter((name) => name === account || name.split(':')[4] === account);
  if (own.some((name) => name === account || name.endsWith(':root'))) return { kind: 'account' };
  return own.length > 0 ? { kind: 'named', arns: own } : { kind: 'nobody' };
}

/** What is known of the call that EC2 makes in the driver's name. */
const contextOf = ({ account, region }: DriverPlace): ReadonlyMap<string, string> =>
  new Map([
    ['kms:viaservice', `ec2.${region}.amazonaws.com`],
    ['kms:calleraccount', account],
    ['kms:grantisforawsresource', 'true'],
    ['aws:principalaccount', account],
    ['aws:sourceaccount', account],
    ['aws:requestedregion', region],
    ['aws:principaltype', 'AssumedRole'],
  ]);

const conditionKeys = ({ Condition = {} }: KeyStatement) =>
  Object.values(Condition)
    .flatMap((keys) => Object.keys(keys))
    .join(', ') || 'who is left out by NotPrincipal';

/**
 * The statement that lets whoever of the account may attach a volume do it under this key, as it is with `aws/ebs`
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html). One line, to be pasted.
 */
export const statementFor = ({ account, region }: DriverPlace): string =>
  JSON.stringify({
    Sid: 'UsedThroughEc2ByThisAccount',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: [
      'kms:CreateGrant',
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey*',
      'kms:ReEncrypt*',
    ],
    Resource: '*',
    Condition: { StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `ec2.${region}.amazonaws.com` } },
  });

/**
 * The policy of a driver's role for a key that leaves it to IAM, as EKS has it
 * (https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html, `KMS_Key_For_Encryption_On_EBS_Policy`); one line.
 */
export const rightToUse = (keyArn: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
        Resource: keyArn,
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
      {
        Effect: 'Allow',
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        Resource: keyArn,
      },
    ],
  });

/** The least right by which a role reads the policy of a key; one line, for a policy of the role. */
export const rightToRead = (keyArn: string): string =>
  JSON.stringify({ Effect: 'Allow', Action: 'kms:GetKeyPolicy', Resource: keyArn });
