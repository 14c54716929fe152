import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Route } from '../../core/base/request/route.ts';
import { machineName } from '../../core/base/run/names.ts';
import { routeRight } from '../machines/route-runs.ts';

/**
 * Lets a function stop runs of the routes, and roll them back: where a schedule says that its next run replaces the one
 * before. `prefix` is `arn:aws:states:eu-west-1:111122223333`; machines go by name, since they are made after the
 * functions that they call.
 */
export function endRuns(role: Role, routes: readonly Route[], prefix: string): void {
  const rollBack = `${prefix}:stateMachine:${machineName('roll-back')}`;
  for (const statement of [
    ...routeRight({ sid: 'EndRuns', actions: ['states:StopExecution'], on: 'run' }, routes, prefix),
    new PolicyStatement({ sid: 'RollBackRuns', actions: ['states:StartExecution'], resources: [rollBack] }),
    ...routeRight(
      { sid: 'FollowRuns', actions: ['states:DescribeExecution'], on: 'run', children: ['roll-back'] },
      routes,
      prefix,
    ),
  ]) {
    role.addToPolicy(statement);
  }
}
