import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Route } from '../../core/base/request/route.ts';
import { machineName } from '../../core/base/run/names.ts';
import { partitionOf } from '../arns.ts';
import type { RunRecords } from '../run-records.ts';
import { endRuns } from './end-runs.ts';
import { FUNCTIONS } from './functions.data.ts';
import { takeMemberRoles } from './member-roles.ts';
import { routesVariable } from './routes-variable.ts';
import { type StepCode, StepFunction } from './step-function.ts';

export interface StepFunctionsProps {
  routes: readonly Route[];
  records: RunRecords;
  code: StepCode;
}

/** Every function of the table, each with exactly the records and the member roles that its row names. */
export class StepFunctions extends Construct {
  readonly all: readonly StepFunction[];

  constructor(scope: Construct, id: string, { routes, records, code }: StepFunctionsProps) {
    super(scope, id);
    const prefix = statesPrefix(this);
    const notifyMachine = `${prefix}:stateMachine:${machineName('notify')}`;
    this.all = FUNCTIONS.map((row) => {
      const environment = {
        KUBEFERRY_BUCKET: records.bucket.bucketName,
        // Only the start looks a route up; every later function gets it with the clone.
        ...(row.step === 'start-clone' ? { KUBEFERRY_ROUTES: routesVariable(routes) } : {}),
        ...(row.exports?.writes ? { KUBEFERRY_EXPORTS_KEY: records.exportsKey.keyArn } : {}),
        ...(row.notifies ? { KUBEFERRY_NOTIFY: notifyMachine } : {}),
        ...(row.endsRuns ? { KUBEFERRY_STATES: prefix } : {}),
      };
      const fn = new StepFunction(this, row.step, { row, code, environment });
      records.grantReadWrite(fn.role, ['clones/', ...(row.shares ?? [])]);
      if (row.exports) records.grantExports(fn.role, row.exports);
      if (row.notifies) {
        fn.role.addToPolicy(
          new PolicyStatement({
            sid: 'StartNotification',
            actions: ['states:StartExecution'],
            resources: [notifyMachine],
          }),
        );
      }
      if (row.endsRuns) endRuns(fn.role, routes, prefix);
      takeMemberRoles(fn.role, row, routes);
      return fn;
    });
  }
}

/** Machines are named by it, since they are made after the functions that they call. */
function statesPrefix(scope: Construct): string {
  const { account, region } = Stack.of(scope);
  return `arn:${partitionOf(region)}:states:${region}:${account}`;
}
