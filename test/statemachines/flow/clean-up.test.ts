import { describe, expect, it } from 'vitest';
import { named } from '../../emulator/states/memory-host.ts';
import { runMachine } from '../run-machine.ts';
import { clone } from './fixtures.ts';
import { type Flow, itGoes } from './paths.ts';

const order = ['enter-clusters', 'clean-up-clone', 'write-report'];
const flow: Flow = {
  machine: 'clean-up',
  input: { clone },
  answers: {
    'enter-clusters': [{ entered: ['source', 'target'] }],
    'clean-up-clone': [{ removed: 2 }],
    'write-report': [{ status: 'SUCCEEDED', report: 'clones/clone-1/report.html' }],
  },
  calls: order,
  output: { status: 'SUCCEEDED', report: 'clones/clone-1/report.html' },
  paths: [
    { step: 'clean-up-clone', afterwards: [], notYet: 'DeadlinePassed' },
    { step: 'write-report', afterwards: [] },
  ],
};

describe('clean-up', () => {
  itGoes(flow);

  it('cleans up what it can without a way into the clusters', async () => {
    const scripts = { ...flow.answers, 'enter-clusters': [named('ClusterUnreachable')] };
    const { execution, called } = await runMachine({ ...flow, scripts });
    expect(called.map(({ name }) => name)).toEqual(order);
    expect(execution.output).toEqual(flow.output);
  });
});
