import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawRun } from '../../../cli/api/draw-run.ts';
import { tree } from '../../../cli/api/follow.ts';
import { many, run, step, volume, waitingStep } from './runs-with-volumes.ts';

const underWay = run({
  steps: [
    step('Start clone', 0.4),
    step('Capture source', 30.2, [step('Snapshot volumes', 4)]),
    step('Transfer workload', undefined, [step('Copy each volume'), step('Apply the foundation', 16.5)]),
  ],
  volumes: [
    volume('shop/catalog-files', { stage: 'verified', percent: 100 }),
    volume('shop/data-orders-0', {
      stage: 'copying',
      percent: 45,
      estimate: { secondsLeft: 700, basis: 'progress' },
    }),
    volume('shop/data-orders-1', { stage: 'snapshot', snapshotPercent: 10 }),
    volume('shop/data-orders-2'),
  ],
  estimate: { secondsLeft: 9_000, basis: 'plan' },
});

it('draws the steps with what is running open, and a bar for each volume under way', () => {
  expect(drawRun(underWay, { columns: 100, rows: 40 })).toEqual([
    '  ✓ Start clone (0.4 s)',
    '  ✓ Capture source (30.2 s)',
    '  … Transfer workload',
    '    … Copy each volume',
    '    ✓ Apply the foundation (16.5 s)',
    '',
    '  1 of 4 volumes verified, 2 under way, 1 waiting; about 2.5 h until the last',
    '  shop/data-orders-0 copying  █████████████░░░░░░░░░░░░░░░░░  45 % 12 min',
    '  shop/data-orders-1 snapshot ███░░░░░░░░░░░░░░░░░░░░░░░░░░░  10 %',
  ]);
});

it('leaves out what was not needed, and says of a roll-back that there was nothing to undo', () => {
  const idle = { ...step('Quiesce source', 0.2), notNeeded: true as const };
  const undo = { ...step('Roll back clone', 3, [step('Close run', 1)]), notNeeded: true as const };
  const [left, said] = ['  ✓ Start clone (1.0 s)', '  – Roll back clone: there was nothing to undo'];
  const steps = [step('Start clone', 1), idle, undo];
  expect(drawRun(run({ steps }), { columns: 60, rows: 40 })).toEqual([left, said]);
  expect(tree(steps)).toBe(`${left}\n${said}\n`);
});

it('says below a step what it waits for', () => {
  const waits = run({
    steps: [step('Start clone', 1), waitingStep('Verify clone', 'Deployment shop/web has 0 of 2 pods ready.')],
  });
  expect(drawRun(waits, { columns: 60, rows: 40 })).toEqual([
    '  ✓ Start clone (1.0 s)',
    '  … Verify clone',
    '    Deployment shop/web has 0 of 2 pods ready.',
  ]);
});

it('makes bars and names shorter for a narrow terminal, and needs a second line for the estimate', () => {
  expect(drawRun(underWay, { columns: 46, rows: 40 }).slice(5)).toEqual([
    '',
    '  1 of 4 volumes verified, 2 under way, 1 wa…',
    '  about 2.5 h until the last',
    '  …ata-orders-0 copying  ██░░░░  45 % 12 min',
    '  …ata-orders-1 snapshot ░░░░░░  10 %',
  ]);
});

it('shows of 200 volumes those under way that have room, and counts the others', () => {
  const lines = drawRun({ ...underWay, volumes: many(200, 30, 20) }, { columns: 80, rows: 24 });
  expect(lines).toHaveLength(23);
  expect(lines.slice(6, 9)).toEqual([
    '  30 of 200 volumes verified, 20 under way, 150 waiting',
    '  about 2.5 h until the last',
    '  shop/data-orders-30 copying  █████████████░░░░░░░░░░░░░░░░░  45 %',
  ]);
  expect(lines.at(-1)).toBe('  … and 6 more under way');
});

it('lets the oldest steps go when there is no room for all', () => {
  const steps = Array.from({ length: 30 }, (_, number) => step(`Step ${number}`, 1));
  const lines = drawRun(run({ steps, volumes: many(50, 0, 20) }), { columns: 80, rows: 12 });
  expect(lines).toEqual([
    ...[25, 26, 27, 28, 29].map((number) => `  ✓ Step ${number} (1.0 s)`),
    '',
    '  0 of 50 volumes verified, 20 under way, 30 waiting',
    ...[0, 1, 2].map((number) => `  shop/data-orders-${number} copying  █████████████░░░░░░░░░░░░░░░░░  45 %`),
    '  … and 17 more under way',
  ]);
});

it('keeps no room free for bars when no volume is under way', () => {
  const steps = Array.from({ length: 30 }, (_, number) => step(`Step ${number}`, 1));
  const lines = drawRun(run({ steps, volumes: many(50, 50, 0) }), { columns: 80, rows: 12 });
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([11, '  ✓ Step 21 (1.0 s)', '  50 of 50 volumes verified']);
});

it('draws steps alone before there are volumes', () => {
  expect(drawRun(run({ steps: [step('Start clone')] }), { columns: 80, rows: 24 })).toEqual(['  … Start clone']);
});

describe('whatever the size of the terminal', () => {
  it('fits into it', () => {
    const size = fc.record({ columns: fc.integer({ min: 10, max: 200 }), rows: fc.integer({ min: 2, max: 60 }) });
    const counts = fc.record({
      verified: fc.nat(40),
      underWay: fc.nat(40),
      waiting: fc.nat(40),
      steps: fc.nat(40),
      claim: fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme-ascii' }),
    });
    fc.assert(
      fc.property(size, counts, (terminal, { verified, underWay, waiting, steps, claim }) => {
        const volumes = [
          ...many(verified + underWay + waiting, verified, underWay),
          volume(claim, { stage: 'copying', percent: 95, estimate: { secondsLeft: 360_000, basis: 'plan' } }),
        ];
        const all = Array.from({ length: steps }, () => step('Translate manifests of the foundation', 1));
        const lines = drawRun(run({ steps: all, volumes }), terminal);
        expect(lines.length).toBeLessThan(terminal.rows);
        for (const line of lines) expect(line.length).toBeLessThan(terminal.columns);
      }),
    );
  });
});
