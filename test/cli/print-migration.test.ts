import { expect, it } from 'vitest';
import { isProvenMigration, printMigration } from '../../cli/demo/migration/print-migration.ts';

const result = {
  cloneId: 'run-1',
  status: 'SUCCEEDED',
  rounds: [{ number: 1, seconds: 9.4, bytes: 3 * 2 ** 19 }],
  rows: 100,
  rowsLost: 0,
  downSeconds: 12.3,
  expectedSeconds: 190,
  atZero: 3,
};

it('claims a migration only where the source was left and no row was lost', () => {
  const text = printMigration(result);
  for (const words of ['1.5', 'Downtime: 12.3 seconds', '100 rows were acknowledged', '3 workloads at zero', 'Proven:'])
    expect(text).toContain(words);
  for (const wrong of [{ rowsLost: 1 }, { rows: 0 }, { atZero: 0 }, { status: 'FAILED' }]) {
    expect(isProvenMigration({ ...result, ...wrong })).toBe(false);
    expect(printMigration({ ...result, ...wrong })).toContain('NOT proven');
  }
});
