import { describe, expect, it } from 'vitest';
import type { Json } from '../../../kube/kube-object.ts';
import { named } from '../../emulator/states/memory-host.ts';
import { runMachine } from '../run-machine.ts';
import { type Flow, itGoes } from './paths.ts';

const expired = [{ clone: { cloneId: 'clone-1' } }, { clone: { cloneId: 'clone-2' } }];

/** As the function does: an empty name is no failure. */
const note = (payload: Json): Json => {
  const { clone, failure } = payload as { clone: { cloneId: string }; failure: { Error: string } };
  return { cloneId: clone.cloneId, removed: failure.Error === '', left: failure.Error && 'volume vol-1' };
};

const answers = {
  'find-expired': [{ clones: expired }],
  'enter-clusters': [{ entered: ['source', 'target'] }],
  'roll-back': [{ removed: 3 }],
  'note-removal': [note],
};
const flow: Flow = {
  machine: 'remove-expired',
  input: {},
  answers: { ...answers, 'find-expired': [{ clones: [expired[0]!] }] },
  calls: ['find-expired', 'enter-clusters', 'roll-back', 'note-removal'],
  output: { removed: 1 },
  paths: [{ step: 'find-expired', afterwards: [] }],
};

describe('remove-expired', () => {
  itGoes(flow);

  it('removes every clone whose time is over', async () => {
    const { execution, called } = await runMachine({ ...flow, scripts: answers });
    expect(execution.output).toEqual({ removed: 2 });
    const noted = called.filter(({ name }) => name === 'note-removal');
    expect(noted.map(({ payload }) => payload)).toMatchObject([
      { clone: { cloneId: 'clone-1' }, failure: { Error: '' }, at: '2026-11-22T10:00:00Z' },
      { clone: { cloneId: 'clone-2' }, failure: { Error: '' } },
    ]);
  });

  it('does nothing when no time is over', async () => {
    const { execution, called } = await runMachine({
      ...flow,
      scripts: { ...answers, 'find-expired': [{ clones: [] }] },
    });
    expect(execution.output).toEqual({ removed: 0 });
    expect(called.map(({ name }) => name)).toEqual(['find-expired']);
  });

  it('removes what it can without a way into the clusters', async () => {
    const scripts = { ...flow.answers, 'enter-clusters': [named('ClusterUnreachable')] };
    const { called } = await runMachine({ ...flow, scripts });
    expect(called.map(({ name }) => name)).toEqual(['find-expired', 'enter-clusters', 'roll-back', 'note-removal']);
  });

  it.each(['roll-back', 'note-removal'])(
    'continues with the others and says what is left when %s fails',
    async (step) => {
      const [well = {}] = answers[step as 'roll-back'];
      const scripts = { ...answers, [step]: [named('RollBackIncomplete'), well] };
      const { execution, called } = await runMachine({ ...flow, scripts });
      expect(called.filter(({ name }) => name === 'roll-back')).toHaveLength(2);
      expect(execution.failure).toMatchObject({ error: 'RollBackIncomplete' });
      expect(execution.failure?.message).toMatch(/: Of clone clone-[12], whose time is over, something is left: /);
    },
  );
});
