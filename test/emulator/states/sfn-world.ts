import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { startGateway } from '../../../emulator/aws/gateway/gateway.ts';
import { createIam } from '../../../emulator/aws/iam/iam.ts';
import { acceleratedClock } from '../../../emulator/base/clock.ts';
import { createFaults } from '../../../emulator/base/faults.ts';
import { createStepFunctions } from '../../../emulator/states/step-functions.ts';
import { memoryHost } from './memory-host.ts';

export const ACCOUNT = '111111111111';

/** Step Functions behind a real gateway, with a client that may do everything and one that may do nothing. */
export async function startService() {
  const host = memoryHost();
  const service = createStepFunctions({ host });
  const iam = createIam();
  const clock = acceleratedClock(1);
  const gateway = await startGateway({
    services: [service],
    principals: iam,
    clock,
    record: () => {},
    faults: createFaults(),
  });
  const options = { endpoint: gateway.endpoint, region: 'eu-west-1', maxAttempts: 1 };
  const client = new SFNClient({ ...options, credentials: iam.createUser(ACCOUNT, 'admin') });
  const nobody = new SFNClient({ ...options, credentials: iam.createUser(ACCOUNT, 'nobody', []) });
  return {
    host,
    client,
    nobody,
    create: (name: string, definition: object, more = {}) => {
      const roleArn = `arn:aws:iam::${ACCOUNT}:role/machine`;
      return client.send(
        new CreateStateMachineCommand({ name, definition: JSON.stringify(definition), roleArn, ...more }),
      );
    },
    start: (stateMachineArn: string | undefined, input: object = {}, name?: string) =>
      client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) })),
    ended: async (executionArn: string | undefined) => {
      for (;;) {
        const described = await client.send(new DescribeExecutionCommand({ executionArn }));
        if (described.status !== 'RUNNING') return described;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    /** `id<previousEventId type` of each event. */
    typesIn: async (executionArn: string | undefined) => {
      const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
      return events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`);
    },
    stop: async () => {
      client.destroy();
      nobody.destroy();
      await service.stop();
      await gateway.stop();
    },
  };
}
