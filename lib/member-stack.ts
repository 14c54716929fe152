import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountPrincipal,
  AnyPrincipal,
  ManagedPolicy,
  PolicyStatement,
  PrincipalWithConditions,
  Role,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { ROLE, sessionOf, TAG } from '../core/base/run/names.ts';
import { roleArn } from './arns.ts';
import { ConnectorFunction } from './connector-function.ts';
import { stepsOf } from './functions/functions.data.ts';
import type { StepCode } from './functions/step-function.ts';
import { rightsOf, versionOf } from './member-policies.ts';
import { connectorsOf, type MemberPlace } from './members.ts';
import { KEY_ALIAS } from './routes.ts';

export interface MemberStackProps {
  member: MemberPlace;
  hub: { account: string; region: string };
  installation: string;
  code: StepCode;
}

/**
 * What kubeferry has in a source or target account: one role that the hub's functions take, in a target one
 * key, and beside a cluster whose API is private a connector.
 */
export class MemberStack extends Stack {
  constructor(scope: Construct, id: string, { member, hub, installation, code }: MemberStackProps) {
    super(scope, id, {
      env: { account: member.account, region: member.region },
      description: `kubeferry: the ${member.side} role for ${someOf(member.routes.map((route) => route.name))}`,
    });
    const { inline, attached } = rightsOf(member, member.side === 'target' ? this.keyArns(member) : []);
    const role = new Role(this, 'Role', {
      roleName: member.roleName,
      description: `Taken by the functions of kubeferry in ${hub.account} ${hub.region}`,
      assumedBy: trustedFunctions(member, hub, installation),
      // A role taken by a role (role chaining) lives for an hour at most: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
      maxSessionDuration: Duration.hours(1),
      inlinePolicies: inline,
    });
    for (const { cluster, connector } of connectorsOf(member))
      new ConnectorFunction(this, `Connector-${cluster}`, { member, cluster, connector, code });
    for (const [id, document] of Object.entries(attached))
      new ManagedPolicy(this, id, { document, roles: [role], description: descriptionOf(id) });
    new CfnOutput(this, 'RoleArn', { value: role.roleArn });
    new CfnOutput(this, 'Version', { value: versionOf(member), description: 'Of the rights of the role' });
  }

  /** The keys that volumes of this target are encrypted with: those that routes name, and our own for the others. */
  private keyArns({ routes }: MemberPlace): string[] {
    const named = routes.map((route) => route.target.kmsKeyArn).filter((arn) => arn !== '');
    const given = named.filter((arn) => !arn.endsWith(KEY_ALIAS));
    if (given.length === named.length) return given;
    const key = new Key(this, 'Key', {
      alias: KEY_ALIAS,
      description: 'Encrypts the volumes and snapshots that kubeferry makes here',
      enableKeyRotation: true,
      // Without the key the copied volumes cannot be read any more.
      // A first deployment that fails leaves none behind.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    key.addToResourcePolicy(usedThroughEc2(this.account, this.region));
    return [...given, key.keyArn];
  }
}

/** A policy whose description changes is made again. */
const descriptionOf = (id: string) =>
  ['NewClusters', 'ClusterParts'].includes(id)
    ? `kubeferry: makes clusters (${id})`
    : `kubeferry: what its role may do (${id})`;

/** A description has 1,024 bytes, and names have 40 characters. */
const NAMED = 10;
const someOf = (names: string[]) =>
  names.length > NAMED ? `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more` : names.join(', ');

/**
 * Whoever of the account may use a volume may use it under this key, as it is with `aws/ebs`: attaching takes
 * kms:CreateGrant of its caller, and no policy of AWS for the EBS CSI driver or for Auto Mode has a right on keys
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html).
 */
function usedThroughEc2(account: string, region: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'UsedThroughEc2ByThisAccount',
    principals: [new AnyPrincipal()],
    actions: [
      'kms:CreateGrant',
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey*',
      'kms:ReEncrypt*',
    ],
    resources: ['*'],
    conditions: { StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `ec2.${region}.amazonaws.com` } },
  });
}

/**
 * Exactly the hub's functions that work on this side. The principal is the hub's account and not the roles, so that
 * a member may be deployed before the hub (IAM refuses a principal that does not exist). Each takes the role under its own
 * name, which is in the tag of its role: a session's name is what policies see of who has taken it
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).
 */
function trustedFunctions(member: MemberPlace, hub: MemberStackProps['hub'], installation: string) {
  const roles = stepsOf(member.side).map(({ step }) => roleArn(hub.account, hub.region, ROLE.step(step)));
  return new PrincipalWithConditions(new AccountPrincipal(hub.account), {
    StringEquals: { 'sts:ExternalId': installation },
    ArnEquals: { 'aws:PrincipalArn': roles },
    StringLike: { 'sts:RoleSessionName': sessionOf(`\${aws:PrincipalTag/${TAG.step}}`, '*') },
  });
}
