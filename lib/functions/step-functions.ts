import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Route } from '../../core/base/request/route.ts';
import { MOVED } from '../../core/base/run/keys.ts';
import { machineName, ROLE } from '../../core/base/run/names.ts';
import { partitionOf } from '../arns.ts';
import type { ExportRights, RunRecords } from '../run-records.ts';
import { endRuns } from './end-runs.ts';
import { FUNCTIONS, type FunctionRow } from './functions.data.ts';
import type { MemberRoles } from './member-roles.ts';
import { allowsMovers, MoverRole } from './mover-role.ts';
import { routesFile } from './routes-file.ts';
import { type StepCode, StepFunction } from './step-function.ts';

export interface StepFunctionsProps {
  routes: readonly Route[];
  records: RunRecords;
  memberRoles: MemberRoles;
  code: StepCode;
}

/** Every function of the table, each with exactly the records and the member roles that its row names. */
export class StepFunctions extends Construct {
  readonly all: readonly StepFunction[];

  constructor(scope: Construct, id: string, { routes, records, memberRoles, code }: StepFunctionsProps) {
    super(scope, id);
    const prefix = statesPrefix(this);
    const notifyMachine = `${prefix}:stateMachine:${machineName('notify')}`;
    const movers = routes.some(allowsMovers) ? moverRoleArn(this) : undefined;
    this.all = FUNCTIONS.map((row) => {
      const exports = movers ? withPasswords(row) : row.exports;
      const environment = {
        KUBEFERRY_BUCKET: records.bucket.bucketName,
        ...(exports?.writes ? { KUBEFERRY_EXPORTS_KEY: records.exportsKey.keyArn } : {}),
        ...(row.notifies ? { KUBEFERRY_NOTIFY: notifyMachine } : {}),
        ...(row.endsRuns ? { KUBEFERRY_STATES: prefix } : {}),
        ...(row.movers === 'makes' && movers ? { KUBEFERRY_MOVER_ROLE: movers } : {}),
      };
      // Only the start looks a route up; every later function gets it with the clone.
      const beside = row.step === 'start-clone' ? { beside: () => routesFile(routes) } : {};
      const fn = new StepFunction(this, row.step, { row, code, environment, ...beside });
      records.grantReadWrite(fn.role, ['clones/', ...(row.shares ?? []), ...(row.movers && movers ? [MOVED] : [])]);
      if (exports) records.grantExports(fn.role, exports);
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
      memberRoles.grant(fn.role, row);
      if (row.movers === 'makes' && movers) new MoverRole(this, 'Movers', { records, by: fn.role });
      return fn;
    });
  }
}

/** Machines are named by it, since they are made after the functions that they call. */
function statesPrefix(scope: Construct): string {
  const { account, region } = Stack.of(scope);
  return `arn:${partitionOf(region)}:states:${region}:${account}`;
}

/** Those of what movers write, which only who makes them or copies their files gets. */
function withPasswords({ exports, movers }: FunctionRow): ExportRights | undefined {
  if (movers === 'makes') return { ...exports, reads: [...(exports?.reads ?? []), 'mover'], writes: ['mover'] };
  return movers === 'reads' ? { ...exports, reads: [...(exports?.reads ?? []), 'mover'] } : exports;
}

/** By its name, since the function that takes it is made before. */
function moverRoleArn(scope: Construct): string {
  const { account, region } = Stack.of(scope);
  return `arn:${partitionOf(region)}:iam::${account}:role/${ROLE.mover}`;
}
