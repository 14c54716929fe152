import { describe, expect, it } from 'vitest';
import { printRun } from '../../../cli/api/print.ts';
import { printVolumes, spanOf, verifiedPrinter } from '../../../cli/api/volume-lines.ts';
import { many, run, step, volume } from './runs-with-volumes.ts';

describe('how a run stands', () => {
  it('is its steps and a table of its volumes, with when the last may be there', () => {
    const volumes = [
      volume('shop/files', { stage: 'verified', percent: 100 }),
      volume('shop/data', { stage: 'copying', percent: 45, estimate: { secondsLeft: 90, basis: 'progress' } }),
      volume('shop/more', { stage: 'snapshot', snapshotPercent: 10, sizeGiB: 1_000 }),
    ];
    const estimate = { secondsLeft: 700, basis: 'plan' } as const;
    expect(printRun(run({ steps: [step('Transfer workload')], volumes, estimate }))).toBe(
      `clone clone-1: RUNNING
  … Transfer workload

  volume      size      stage     done   left
  ----------  --------  --------  -----  ----
  shop/files  10 GiB    verified  100 %
  shop/data   10 GiB    copying   45 %   90 s
  shop/more   1000 GiB  snapshot  10 %

  1 of 3 volumes verified, 2 under way; about 12 min until the last
`,
    );
  });

  it('has a table of those under way alone when there are many', () => {
    const lines = printVolumes(run({ volumes: many(200, 30, 2) })).split('\n');
    expect(lines).toEqual([
      '',
      '  volume               size    stage    done',
      '  -------------------  ------  -------  ----',
      '  shop/data-orders-30  10 GiB  copying  45 %',
      '  shop/data-orders-31  10 GiB  copying  45 %',
      '',
      '  30 of 200 volumes verified, 2 under way, 168 waiting',
      '',
    ]);
  });

  it('says of a run that failed how far each volume came, and of none that it is under way', () => {
    expect(
      printVolumes(run({ status: 'FAILED', volumes: many(3, 1, 1) }))
        .split('\n')
        .slice(3),
    ).toEqual([
      '  shop/data-orders-0  10 GiB  verified  100 %',
      '  shop/data-orders-1  10 GiB  copying   45 %',
      '  shop/data-orders-2  10 GiB  waiting   0 %',
      '',
      '  1 of 3 volumes verified',
      '',
    ]);
  });

  it('has a count alone when many are all there, and nothing before there are any', () => {
    expect(printVolumes(run({ volumes: many(200, 200, 0) }))).toBe('\n  200 of 200 volumes verified\n');
    expect(printVolumes(run())).toBe('');
  });
});

describe('a log', () => {
  const written = (...volumes: ReturnType<typeof many>[]) => {
    const lines: string[] = [];
    const print = verifiedPrinter((text) => lines.push(text));
    for (const each of volumes) print(run({ volumes: each }));
    return lines;
  };

  it('gets one line for each volume when it is verified, and none while it is copied', () => {
    expect(written(many(3, 0, 3), many(3, 1, 2), many(3, 1, 2), many(3, 3, 0))).toEqual([
      '  ✓ Volume shop/data-orders-0 is verified (10 GiB)\n',
      '  ✓ Volume shop/data-orders-1 is verified (10 GiB)\n',
      '  ✓ Volume shop/data-orders-2 is verified (10 GiB)\n',
    ]);
  });

  it('gets one line for all that were verified before somebody looked', () => {
    expect(written(many(500, 300, 20), many(500, 301, 20))).toEqual([
      '  ✓ 300 of 500 volumes verified, 20 under way, 180 waiting\n',
      '  ✓ Volume shop/data-orders-300 is verified (10 GiB)\n',
    ]);
  });
});

it.each([
  [0.4, '1 s'],
  [99, '99 s'],
  [100, '2 min'],
  [5_999, '100 min'],
  [6_000, '1.7 h'],
  [360_000, '100.0 h'],
])('writes %d seconds as %s', (seconds, text) => {
  expect(spanOf(seconds)).toBe(text);
});
