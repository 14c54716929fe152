import { expect, it } from 'vitest';
import { runMachine } from '../run-machine.ts';

const input = {
  detailType: 'Clone Failed',
  detail: { cloneId: 'run-1', sentence: 'The plan has a blocker.' },
  subject: 'kubeferry: Clone Failed, prod-to-dev',
};

it('puts an event for systems, and publishes the sentence for people', async () => {
  const { execution, visited } = await runMachine({ machine: 'notify', input, scripts: {} });
  expect(execution.output).toEqual({ sent: 'Clone Failed' });
  expect(visited).toContain('Put event');
  expect(visited).toContain('Publish message');
});
