/**
 * `npm run test:faults`: one call goes wrong at each call and role of a clone, a migration, a refresh and a roll-back.
 * Each ends done, undone completely, or in a sentence whose way out works. The calls are those of a good run, recorded
 * first, so that the list never goes stale. Exits 1 when one case ended otherwise, or was not reached in time.
 */
import { parseArgs } from 'node:util';
import { currentAssembly } from '../../cli/assembly.ts';
import { play } from './play.ts';
import { summaryOf } from './summary.ts';

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
    minutes: { type: 'string', default: '45' },
    json: { type: 'boolean', default: false },
  },
});

currentAssembly(() => process.stderr.write('Synthesizing the app\n'));
const result = await play({
  workers: Number(values.workers),
  only: new RegExp(values.only),
  milliseconds: Number(values.minutes) * 60_000,
  tell: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(`${values.json ? JSON.stringify(result, null, 2) : summaryOf(result)}\n`);
process.exitCode = result.right < result.cases || result.cases === 0 ? 1 : 0;
