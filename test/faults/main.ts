/**
 * `npm run test:faults`: one call goes wrong at each call and role of a clone, a migration, a refresh and a roll-back, and
 * in a cloud of one zone of a hand-over and its roll-back, and with one end, or both, in Azure.
 * Each ends done, undone completely, or in a sentence whose way out works. The calls are those of a good run, recorded
 * first, so that the list never goes stale. Exits 1 when one case ended otherwise, or was not reached in time.
 */
import { parseArgs } from 'node:util';
import { play, type Result, together } from './play.ts';
import { summaryOf } from './summary.ts';
import { assemblyOf } from './world.ts';

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
    // `accounts`, `zone`, `factory`, `from-aks`, `to-aks`, `within-azure`: in that cloud alone.
    within: { type: 'string', default: '' },
    minutes: { type: 'string', default: '45' },
    json: { type: 'boolean', default: false },
  },
});

/** Of the whole time, so that the last cloud has its turn as well. */
const SHARE = { accounts: 0.58, zone: 0.73, factory: 0.82, 'from-aks': 0.88, 'to-aks': 0.94, 'within-azure': 1 };

const started = performance.now();
const results: Result[] = [];
for (const within of [undefined, 'zone', 'factory', 'from-aks', 'to-aks', 'within-azure'] as const) {
  const place = within ?? 'accounts';
  // Who asks for some cases means those of one cloud.
  const isFound = values.only !== '' && results.some(({ cases }) => cases > 0);
  if (values.within ? values.within !== place : isFound) continue;
  await assemblyOf(within, () => process.stderr.write('Synthesizing the app\n'));
  results.push(
    await play({
      workers: Number(values.workers),
      only: new RegExp(values.only),
      within,
      milliseconds:
        Number(values.minutes) * 60_000 * (values.within ? 1 : SHARE[place]) - (performance.now() - started),
      tell: (line) => process.stderr.write(`${line}\n`),
    }),
  );
}
const result = together(results);
process.stdout.write(`${values.json ? JSON.stringify(result, null, 2) : summaryOf(result)}\n`);
process.exitCode = result.right < result.cases || result.cases === 0 ? 1 : 0;
