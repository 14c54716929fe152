import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountPrincipal,
  ManagedPolicy,
  type PolicyDocument,
  PrincipalWithConditions,
  Role,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { ROLE } from '../core/clone/names.ts';
import { roleArn } from './arns.ts';
import { stepsOf } from './functions/functions.data.ts';
import type { MemberPlace } from './members.ts';
import { SourceBlocks } from './permissions/source-blocks.ts';
import { SourceClusters } from './permissions/source-clusters.ts';
import { SourceSnapshots } from './permissions/source-snapshots.ts';
import { TargetBlocks } from './permissions/target-blocks.ts';
import { TargetClusterParts } from './permissions/target-cluster-parts.ts';
import { TargetClusters } from './permissions/target-clusters.ts';
import { TargetKeys } from './permissions/target-keys.ts';
import { TargetNewClusters } from './permissions/target-new-clusters.ts';
import { TargetVolumes } from './permissions/target-volumes.ts';
import { copiedClusters } from './permissions/whole-clusters.ts';
import { KEY_ALIAS } from './routes.ts';

export interface MemberStackProps {
  member: MemberPlace;
  hub: { account: string; region: string };
  installation: string;
}

/** What kubeferry has in a source or target account: one role that the hub's functions take, and in a target one key. */
export class MemberStack extends Stack {
  constructor(scope: Construct, id: string, { member, hub, installation }: MemberStackProps) {
    super(scope, id, {
      env: { account: member.account, region: member.region },
      description: `kubeferry: the ${member.side} role for ${member.routes.map((route) => route.name).join(', ')}`,
    });
    const role = new Role(this, 'Role', {
      roleName: member.roleName,
      description: `Taken by the functions of kubeferry in ${hub.account} ${hub.region}`,
      assumedBy: trustedFunctions(member, hub, installation),
      // A role taken by a role (role chaining) lives for an hour at most: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
      maxSessionDuration: Duration.hours(1),
      inlinePolicies: member.side === 'source' ? sourcePolicies(member) : targetPolicies(member, this.keyArns(member)),
    });
    if (member.side === 'target' && copiedClusters(member).length > 0) this.allowNewClusters(member, role);
    new CfnOutput(this, 'RoleArn', { value: role.roleArn });
  }

  /**
   * As policies of their own: inline ones have 10,240 characters together, and routes may name many roles
   * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
   */
  private allowNewClusters(member: MemberPlace, role: Role): void {
    const policies = { NewClusters: new TargetNewClusters(member), ClusterParts: new TargetClusterParts(member) };
    for (const [id, document] of Object.entries(policies))
      new ManagedPolicy(this, id, { document, roles: [role], description: `kubeferry: makes clusters (${id})` });
  }

  /** The keys that volumes of this target are encrypted with: those that routes name, and our own for the others. */
  private keyArns({ routes }: MemberPlace): string[] {
    const named = routes.map((route) => route.target.kmsKeyArn);
    const given = named.filter((arn) => !arn.endsWith(KEY_ALIAS));
    if (given.length === named.length) return given;
    const key = new Key(this, 'Key', {
      alias: KEY_ALIAS,
      description: 'Encrypts the volumes and snapshots that kubeferry makes here',
      enableKeyRotation: true,
      // Without the key the copied volumes cannot be read any more.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    return [...given, key.keyArn];
  }
}

/**
 * Exactly the hub's functions that work on this side. The principal is the hub's account and not the roles, so that
 * a member may be deployed before the hub (IAM refuses a principal that does not exist).
 */
function trustedFunctions(member: MemberPlace, hub: MemberStackProps['hub'], installation: string) {
  const roles = stepsOf(member.side).map(({ step }) => roleArn(hub.account, hub.region, ROLE.step(step)));
  return new PrincipalWithConditions(new AccountPrincipal(hub.account), {
    StringEquals: { 'sts:ExternalId': installation },
    ArnEquals: { 'aws:PrincipalArn': roles },
  });
}

const sourcePolicies = (member: MemberPlace): Record<string, PolicyDocument> => ({
  snapshots: new SourceSnapshots(member),
  blocks: new SourceBlocks(member),
  clusters: new SourceClusters(member),
});

const targetPolicies = (member: MemberPlace, keyArns: string[]): Record<string, PolicyDocument> => ({
  volumes: new TargetVolumes(member),
  blocks: new TargetBlocks(member),
  keys: new TargetKeys(member, keyArns),
  clusters: new TargetClusters(member),
});
