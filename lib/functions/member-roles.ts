import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Route } from '../../core/base/request/route.ts';
import { type Side, unique } from '../members.ts';
import type { FunctionRow } from './functions.data.ts';

/** Lets a function take the roles of the sides that its row names, and no other. */
export function takeMemberRoles(role: Role, { sides }: FunctionRow, routes: readonly Route[]): void {
  const resources = unique(sides.flatMap((side: Side) => routes.map((route) => route[side].roleArn)));
  if (resources.length === 0) return;
  role.addToPolicy(new PolicyStatement({ sid: 'TakeMemberRoles', actions: ['sts:AssumeRole'], resources }));
}
