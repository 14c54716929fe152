import { startGateway } from '../../../../emulator/aws/gateway/gateway.ts';
import { createIam } from '../../../../emulator/aws/iam/iam.ts';
import { createScheduler } from '../../../../emulator/aws/scheduler/scheduler.ts';
import { createQueues } from '../../../../emulator/aws/sqs/queues.ts';
import { acceleratedClock } from '../../../../emulator/base/clock.ts';
import { createFaults } from '../../../../emulator/base/faults.ts';
import { AwsError, type Service } from '../../../../emulator/base/service.ts';

export const PLACE = { account: '111122223333', region: 'eu-west-1' };
export const MACHINES = `arn:aws:states:${PLACE.region}:${PLACE.account}:stateMachine`;
const ROUTES = ['prod-to-dev', 'prod-to-qa'];

/** Scheduler with the groups and the starter roles of two routes; inputs that reach a machine are in `started`. */
export async function startSchedulerWorld() {
  const iam = createIam();
  const started: { stateMachineArn: string; input: string }[] = [];
  const states: Service = {
    signingName: 'states',
    protocol: 'json',
    operations: {
      StartExecution: (input, call) => {
        call.authorize('states:StartExecution', input.stateMachineArn);
        if (started.length > 100) throw new AwsError('ExecutionLimitExceeded', 'Enough.');
        started.push(input);
        return {};
      },
    },
  };
  const faults = createFaults();
  const surroundings = { principals: iam, clock: acceleratedClock(1), record: () => {}, faults };
  const scheduler = createScheduler({ states, iam, queues: createQueues(), surroundings });
  for (const route of ROUTES) {
    scheduler.createGroup(PLACE, `kubeferry-${route}`);
    const { arn } = iam.createRole({
      account: PLACE.account,
      name: `kubeferry-schedule-${route}`,
      trust: {
        Statement: [{ Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
    });
    iam.putPolicy(arn, 'start', {
      Statement: [{ Effect: 'Allow', Action: 'states:StartExecution', Resource: `${MACHINES}:kubeferry-${route}` }],
    });
  }
  const gateway = await startGateway({ ...surroundings, principals: iam, services: [scheduler.service] });
  return {
    iam,
    faults,
    started,
    endpoint: gateway.endpoint,
    admin: iam.createUser(PLACE.account, 'admin'),
    stop: async () => {
      await scheduler.stop();
      await gateway.stop();
    },
  };
}
