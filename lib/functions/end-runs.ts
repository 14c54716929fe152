import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Route } from '../../core/base/request/route.ts';
import { machineName } from '../../core/base/run/names.ts';

/**
 * Lets a function stop runs of the routes, and roll them back: where a schedule says that its next run replaces the one
 * before. `prefix` is `arn:aws:states:eu-west-1:111122223333`; machines go by name, since they are made after the
 * functions that they call.
 */
export function endRuns(role: Role, routes: readonly Route[], prefix: string): void {
  const runs = routes.map(({ name }) => `${prefix}:execution:${machineName(name)}:*`);
  const rollBack = machineName('roll-back');
  for (const statement of [
    { sid: 'EndRuns', actions: ['states:StopExecution'], resources: runs },
    { sid: 'RollBackRuns', actions: ['states:StartExecution'], resources: [`${prefix}:stateMachine:${rollBack}`] },
    {
      sid: 'FollowRuns',
      actions: ['states:DescribeExecution'],
      resources: [...runs, `${prefix}:execution:${rollBack}:*`],
    },
  ]) {
    role.addToPolicy(new PolicyStatement(statement));
  }
}
