import { describe, expect, it } from 'vitest';
import { type FakeFunction, named } from '../../emulator/states/memory-host.ts';
import type { World } from '../../emulator/states/run.ts';
import { prepareWorld, runMachine } from '../run-machine.ts';
import { clone, volume } from './fixtures.ts';
import { itGoes } from './paths.ts';

const migrate = { cutOver: 'now', maxDowntimeMinutes: 10 };
const [round, wait, cutOver] = [
  { next: 'round', seconds: 0 },
  { next: 'wait', seconds: 300 },
  { next: 'cut-over', seconds: 0, downSeconds: 200 },
];
const begun = (number: number, volumes = 1) => ({ round: number, volumes, volumesAtOnce: 20 });
const lists = Object.fromEntries(
  [1, 2].map((each) => [`bucket/clones/clone-1/rounds/${each}/volumes.jsonl`, `${JSON.stringify(volume)}\n`]),
);
const flow = {
  machine: 'copy-rounds',
  input: { clone: { ...clone, migrate } },
  objects: lists,
  output: {},
};

describe('copy-rounds without volumes', () =>
  itGoes({
    ...flow,
    answers: { 'begin-round': [begun(1, 0), begun(2, 0)], 'settle-round': [round, wait, cutOver] },
    calls: ['begin-round', 'settle-round', 'begin-round', 'settle-round', 'settle-round'],
    paths: [
      { step: 'begin-round', afterwards: [], notYet: 'DeadlinePassed' },
      { step: 'settle-round', afterwards: [], notYet: 'DeadlinePassed' },
    ],
  }));

describe('copy-rounds', () => {
  it('copies each volume once a round, in the name of the round', async () => {
    const { called, execution } = await runMachine({
      ...flow,
      scripts: {
        'begin-round': [begun(1), begun(2)],
        'copy-volume': [{ snapshotId: 'snap-1' }],
        'settle-round': [round, cutOver],
      },
    });
    expect(execution.output).toEqual({});
    const copies = called.filter(({ name }) => name === 'copy-volume').map(({ payload }) => payload);
    expect(copies).toMatchObject([1, 2].map((number) => ({ clone: { ...clone, migrate, round: number }, volume })));
  });

  it('ends by the name of the failure when the downtime would be too long', async () => {
    const { execution } = await runMachine({
      ...flow,
      scripts: { 'begin-round': [begun(1, 0)], 'settle-round': [named('DowntimeTooLong')] },
    });
    expect(execution.failure?.error).toBe('DowntimeTooLong');
  });
});

describe('copy-rounds with an approval', () => {
  const approval = { by: 'arn:ann', at: '2026-11-22T10:00:00Z', planHash: 'h' };
  const HOME = { account: '111111111111', region: 'eu-west-1' };
  const input = { clone: { ...clone, migrate: { ...migrate, cutOver: 'on-approval' } } };

  async function run(answer: (world: World, token: string) => void) {
    let made!: World;
    let approved = false;
    const ask: FakeFunction = (payload) => {
      const { token, about } = payload as { token: string; about: string };
      expect(about).toBe('cut-over');
      answer(made, token);
      return {};
    };
    const settle: FakeFunction = (payload) => {
      const given = (payload as { approval?: object }).approval;
      if (given) expect(given).toEqual(approval);
      approved ||= given !== undefined;
      return approved ? cutOver : wait;
    };
    const scripts = { 'await-approval': [ask], 'begin-round': [begun(1, 0)], 'settle-round': [settle] };
    made = prepareWorld({ ...flow, input, scripts });
    return { execution: await made.run('copy-rounds', input), called: made.host.invoked.map(({ name }) => name) };
  }

  it('adds rounds until somebody approves, and then cuts over', async () => {
    const { execution, called } = await run((world, token) => {
      setTimeout(() => world.engine.tokens.succeed(token, HOME, approval), 20);
    });
    expect(execution.output).toEqual({});
    expect(called.filter((name) => name === 'begin-round')).toHaveLength(1);
  });

  // Promise: downtime-before-quiesce
  it('ends with the sentence of who refused, and asks for nothing more', async () => {
    const { execution } = await run((world, token) => {
      world.engine.tokens.fail(token, HOME, 'ApprovalRefused', 'Ann says no.');
    });
    expect([execution.failure?.error, execution.failure?.stateCause]).toEqual(['ApprovalRefused', 'Ann says no.']);
  });
});
