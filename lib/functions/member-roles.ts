import { ManagedPolicy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Route } from '../../core/base/request/route.ts';
import { type Side, unique } from '../members.ts';
import type { FunctionRow } from './functions.data.ts';

/** Roles that are named in the role of the function itself, whose policies have 10,240 characters together. */
const MOST_INLINE = 40;
/** Of one managed policy, which has 6,144 characters: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_IN_A_POLICY = 80;
/** Managed policies of one role. */
const MOST_POLICIES = 10;

/** The roles of the members, for the functions that take them: named in each of these, or where they are many in policies that are shared. */
export class MemberRoles extends Construct {
  private readonly roles: Record<Side, string[]>;
  private readonly policies = new Map<Side, ManagedPolicy[]>();

  constructor(scope: Construct, id: string, { routes }: { routes: readonly Route[] }) {
    super(scope, id);
    const of = (side: Side) => unique(routes.map((route) => route[side].roleArn));
    this.roles = { source: of('source'), target: of('target') };
    const policies =
      Math.ceil(this.roles.source.length / MOST_IN_A_POLICY) + Math.ceil(this.roles.target.length / MOST_IN_A_POLICY);
    if (policies > MOST_POLICIES)
      throw new Error(
        `The routes lead from ${this.roles.source.length} accounts and Regions to ${this.roles.target.length}: a function can be ` +
          `given the roles of about ${MOST_IN_A_POLICY * MOST_POLICIES}. Give some of the routes a hub of their own, in another account or Region.`,
      );
  }

  /** Lets a function take the roles of the sides that its row names, and no other. */
  grant(role: Role, { sides }: FunctionRow): void {
    const resources = unique(sides.flatMap((side: Side) => this.roles[side]));
    if (resources.length === 0) return;
    if (resources.length <= MOST_INLINE) role.addToPolicy(takeRoles(resources));
    else for (const side of sides) for (const policy of this.of(side)) role.addManagedPolicy(policy);
  }

  private of(side: Side): ManagedPolicy[] {
    const made = this.policies.get(side) ?? this.make(side);
    this.policies.set(side, made);
    return made;
  }

  private make(side: Side): ManagedPolicy[] {
    const roles = this.roles[side];
    return Array.from({ length: Math.ceil(roles.length / MOST_IN_A_POLICY) }, (_, at) => {
      const some = roles.slice(at * MOST_IN_A_POLICY, (at + 1) * MOST_IN_A_POLICY);
      const description = `kubeferry: to take the roles of ${side} accounts`;
      return new ManagedPolicy(this, `${side}-${at}`, { description, statements: [takeRoles(some)] });
    });
  }
}

const takeRoles = (resources: string[]) =>
  new PolicyStatement({ sid: 'TakeMemberRoles', actions: ['sts:AssumeRole'], resources });
