import { describe, expect, it } from 'vitest';
import { named } from '../../emulator/states/memory-host.ts';
import { runMachine } from '../run-machine.ts';
import { clone, handing } from './fixtures.ts';
import { type Flow, itGoes } from './paths.ts';

const order = [
  'close-run',
  'enter-clusters',
  'resume-source',
  'roll-back-objects',
  'restore-former-clone',
  'roll-back-volumes',
  'roll-back-cluster',
  'clean-up-clone',
];
const flow: Flow = {
  machine: 'roll-back',
  input: { clone },
  answers: {
    'close-run': [{ closedAt: '2026-11-22T10:00:00Z', waitSeconds: 65 }],
    'enter-clusters': [{ entered: ['source', 'target'] }],
    'resume-source': [{ workloads: 0 }],
    'roll-back-objects': [{ deleted: 3, kept: 0 }],
    'restore-former-clone': [{ restored: 0 }],
    'roll-back-volumes': [{ deleted: 1 }],
    'roll-back-cluster': [{ deleted: 0, kept: 0 }],
    'clean-up-clone': [{ removed: 2 }],
  },
  calls: order,
  output: { removed: 2 },
  paths: [
    { step: 'close-run', afterwards: order.slice(1), except: ['KeptForALook'] },
    { step: 'resume-source', afterwards: order.slice(3), except: ['RollBackIncomplete'] },
    { step: 'roll-back-objects', afterwards: order.slice(4), notYet: 'DeadlinePassed' },
    { step: 'restore-former-clone', afterwards: order.slice(5), notYet: 'DeadlinePassed' },
    { step: 'roll-back-volumes', afterwards: order.slice(6), notYet: 'DeadlinePassed' },
    { step: 'roll-back-cluster', afterwards: order.slice(7), notYet: 'DeadlinePassed' },
    { step: 'clean-up-clone', afterwards: [], notYet: 'DeadlinePassed' },
  ],
};

describe('roll-back', () => {
  itGoes(flow);

  it('undoes nothing where the clone is kept for a look', async () => {
    const scripts = { ...flow.answers, 'close-run': [named('KeptForALook', 'Nothing was undone.')] };
    const { execution, called } = await runMachine({ ...flow, scripts });
    expect(called.map(({ name }) => name)).toEqual(['close-run']);
    expect(execution.failure?.error).toBe('KeptForALook');
  });

  it('undoes nothing where the source cannot take its volumes back', async () => {
    const scripts = { ...flow.answers, 'resume-source': [named('RollBackIncomplete', 'Nothing was undone.')] };
    const { execution, called } = await runMachine({ ...flow, scripts });
    expect(called.map(({ name }) => name)).toEqual(order.slice(0, 3));
    expect(execution.failure?.error).toBe('RollBackIncomplete');
  });

  it('undoes what it can without a way into the clusters', async () => {
    const scripts = { ...flow.answers, 'enter-clusters': [named('AccessDenied')] };
    const { execution, called } = await runMachine({ ...flow, scripts });
    expect(called.map(({ name }) => name)).toEqual(order);
    expect(execution.output).toEqual(flow.output);
  });

  it('tries everything even when everything fails', async () => {
    const scripts = Object.fromEntries(order.map((step) => [step, [named('RollBackIncomplete')]]));
    // By this name it says that nothing may be undone.
    scripts['resume-source'] = [named('AccessDenied')];
    const { execution, called } = await runMachine({ ...flow, scripts });
    expect(called.map(({ name }) => name)).toEqual(order);
    expect(execution.failure?.error).toBe('RollBackIncomplete');
  });

  it('fails by the first failure, which the next ones may come from', async () => {
    const scripts = {
      ...flow.answers,
      'roll-back-objects': [named('AccessDenied', 'It may not delete deployments.')],
      'roll-back-volumes': [named('RollBackIncomplete', 'vol-1 is attached.')],
    };
    const { execution } = await runMachine({ ...flow, scripts });
    expect(execution.failure).toMatchObject({ error: 'AccessDenied' });
    expect(execution.failure?.stateCause).toContain('It may not delete deployments.');
  });

  it.each([
    ['are gone', [{ deleted: 3, kept: 1 }], true],
    ['may be there still', [named('AccessDenied')], false],
  ])('takes what is attached for attached by others only when the own objects %s', async (_, answers, objectsGone) => {
    const { called } = await runMachine({ ...flow, scripts: { ...flow.answers, 'roll-back-objects': answers } });
    const payload = called.find(({ name }) => name === 'roll-back-volumes')?.payload;
    expect(payload).toMatchObject({ objectsGone });
  });
});

/** The source has its volumes again after the target's objects are gone, and before anything else of the target goes. */
describe('roll-back along a route that may hand volumes over', () => {
  const calls = [...order.slice(0, 4), 'hand-volumes-back', ...order.slice(4)];
  itGoes({
    ...flow,
    input: { clone: handing },
    answers: { ...flow.answers, 'hand-volumes-back': [{ volumes: 1 }] },
    calls,
    paths: [
      { step: 'roll-back-objects', afterwards: calls.slice(4), notYet: 'DeadlinePassed' },
      { step: 'hand-volumes-back', afterwards: calls.slice(5), notYet: 'DeadlinePassed' },
    ],
  });
});
