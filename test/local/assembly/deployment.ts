import { startGateway } from '../../../local/aws/gateway/gateway.ts';
import { createScheduler } from '../../../local/aws/scheduler/scheduler.ts';
import { createServices } from '../../../local/aws/services.ts';
import { acceleratedClock } from '../../../local/clock.ts';
import { createStateMachines } from '../../../local/cloud/state-machines.ts';
import { createStatesHost } from '../../../local/cloud/states-host.ts';
import { createFaults } from '../../../local/faults.ts';
import { createStepFunctions } from '../../../local/states/step-functions.ts';

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
