import { table } from '../../table.ts';
import type { MigrationResult } from './run-migration.ts';

/** True when the source was left, and no row of it was lost. */
export const isProvenMigration = ({ status, rows, rowsLost, atZero }: MigrationResult): boolean =>
  status === 'SUCCEEDED' && rows > 0 && rowsLost === 0 && atZero > 0;

/** The result as a person reads it. */
export function printMigration(result: MigrationResult): string {
  const { cloneId, status, rounds, rows, rowsLost, downSeconds, expectedSeconds, atZero, failure } = result;
  const list = rounds.map(({ number, seconds, bytes }) => [
    String(number),
    (bytes / 2 ** 20).toFixed(1),
    seconds.toFixed(1),
  ]);
  const expected = expectedSeconds === undefined ? '' : `, where the plan of the cut-over expected ${expectedSeconds}`;
  return [
    '',
    `Run ${cloneId}: ${status}`,
    ...(failure ? [`  ${failure}`] : []),
    '',
    table(['round', 'MiB moved', 'seconds'], list),
    '',
    ...(downSeconds === undefined
      ? []
      : [`Downtime: ${downSeconds.toFixed(1)} seconds${expected} (waits of AWS pass 20 times faster here).`]),
    `${rows} rows were acknowledged before the source was quiesced; ${rowsLost} of them are not in the target. The source has ${atZero} workloads at zero.`,
    '',
    isProvenMigration(result)
      ? 'Proven: the database was written to until the cut-over, and every row that was acknowledged has arrived.'
      : 'NOT proven.',
    '',
  ].join('\n');
}
