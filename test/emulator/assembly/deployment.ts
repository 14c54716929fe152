import { startGateway } from '../../../emulator/aws/gateway/gateway.ts';
import { createScheduler } from '../../../emulator/aws/scheduler/scheduler.ts';
import { createServices } from '../../../emulator/aws/services.ts';
import { acceleratedClock } from '../../../emulator/base/clock.ts';
import { createFaults } from '../../../emulator/base/faults.ts';
import { createStepFunctions } from '../../../emulator/states/step-functions.ts';
import { createStateMachines } from '../../../local/state-machines.ts';
import { createStatesHost } from '../../../local/states-host.ts';

/** All services behind a gateway, with nothing deployed, and an administrator of the account 111122223333. */
export async function startDeployment() {
  const faults = createFaults();
  let endpoint = '';
  const services = createServices({ faults, endpoint: () => endpoint });
  const clock = acceleratedClock(1);
  const surroundings = { principals: services.iam, clock, record: () => {}, faults };
  const states = createStepFunctions({ host: createStatesHost(services, surroundings) });
  const scheduler = createScheduler({ states, iam: services.iam, queues: services.queues, surroundings });
  const gateway = await startGateway({ ...surroundings, services: [...services.list, states, scheduler.service] });
  endpoint = gateway.endpoint;
  const credentials = services.iam.createUser('111122223333', 'admin');
  return {
    world: { ...services, scheduler, stateMachines: createStateMachines(states, clock) },
    client: () => ({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 }),
    stop: async () => {
      await scheduler.stop();
      await states.stop();
      await services.lambda.stop();
      await gateway.stop();
    },
  };
}
