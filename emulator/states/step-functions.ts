import type { Service } from '../base/service.ts';
import { StateError } from './base/errors.ts';
import type { StatesHost } from './base/host.ts';
import { createEngine } from './service/engine.ts';
import { executionOperations } from './service/execution-operations.ts';
import { machineOperations } from './service/machine-operations.ts';
import type { StatesEngine } from './service/states-engine.ts';
import { tokenOperations } from './service/token-operations.ts';

export type { Actor, FunctionAnswer, S3Object, StatesHost, StatesS3, TopicMessage } from './base/host.ts';

/**
 * AWS Step Functions for JSONata machines of type STANDARD, in all accounts and Regions at once; what the machines do
 * to the world goes through the host, as their execution role. `X-Amz-Target` is `AWSStepFunctions.<Operation>`.
 * `stop` ends every running execution.
 */
export function createStepFunctions({ host }: { host: StatesHost }): Service & { stop(): Promise<void> } {
  const engine = createEngine(host);
  return {
    signingName: 'states',
    protocol: 'json',
    jsonVersion: '1.0',
    operations: { ...machineOperations(engine), ...executionOperations(engine), ...tokenOperations(engine) },
    stop: () => stopAll(engine),
  };
}

async function stopAll(engine: StatesEngine): Promise<void> {
  const running = [...engine.executions.values()].filter(({ status }) => status === 'RUNNING');
  for (const execution of running) execution.stop.abort(new StateError('', 'The local cloud was stopped.'));
  await Promise.all(running.map(({ finished }) => finished));
}
