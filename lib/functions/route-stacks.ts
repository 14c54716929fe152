import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { DEPLOYED, type RouteStacks } from '../../core/base/request/deployed-files.ts';
import type { Route } from '../../core/base/request/route.ts';
import { routesStackName } from '../../core/base/run/names.ts';
import { stackArn } from '../arns.ts';
import { areMany } from '../machines/route-runs.ts';

/** In which stack each route is that is not in the hub's, and the `version` of what the hub hands over to such stacks, as a file beside the code. */
export function routeStacksFile(routes: readonly Route[], version: string): Record<string, string> {
  const stacks = Object.fromEntries(
    routes.flatMap(({ name, stack }) => (stack ? [[name, routesStackName(stack)]] : [])),
  );
  return { [DEPLOYED.stacks]: JSON.stringify({ version, stacks } satisfies RouteStacks) };
}

/** The outputs of such stacks, which say with which version they were deployed. */
export function readRouteStacks(role: Role, routes: readonly Route[]): void {
  if (!areMany(routes)) return;
  const { account, region } = Stack.of(role);
  role.addToPolicy(
    new PolicyStatement({
      sid: 'ReadRouteStacks',
      actions: ['cloudformation:DescribeStacks'],
      resources: [stackArn(account, region, routesStackName('*'))],
    }),
  );
}
