/**
 * `npm run test:faults`: one call goes wrong at each call and role of a clone, a migration, a refresh and a roll-back.
 * Each ends done, undone completely, or in a sentence whose way out works. The calls are those of a good run, recorded
 * first, so that the list never goes stale. Exits 1 when one case ended otherwise.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { currentAssembly } from '../../cli/assembly.ts';
import { table } from '../../cli/table.ts';
import { KINDS, type RoleCall } from './kinds.ts';
import type { Verdict } from './run-case.ts';
import type { Dealt, FromWorker } from './worker.ts';

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: String(Math.max(2, availableParallelism())) },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});

interface Played extends Dealt {
  verdict: Verdict;
  seconds: number;
}

const nameOf = ({ flow, kind, call }: Dealt) => `${flow} ${kind} ${call.on} by ${call.by}`;

function casesOf(calls: [string, RoleCall[]][]): Dealt[] {
  const all = calls.flatMap(([flow, made]) =>
    made.flatMap((call) => KINDS.filter((kind) => kind.befalls(call)).map(({ name }) => ({ flow, kind: name, call }))),
  );
  return all.filter((each) => new RegExp(values.only).test(nameOf(each)));
}

async function play(): Promise<Played[]> {
  const played: Played[] = [];
  let cases: Dealt[] | undefined;
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const child = fork(new URL('./worker.ts', import.meta.url));
      const deal = () => child.send(cases?.shift() ?? 'end');
      child.on('message', (message: FromWorker) => {
        if (message.is === 'ready') cases ??= casesOf(message.calls);
        else {
          const { dealt, verdict, seconds } = message;
          played.push({ ...dealt, verdict, seconds });
          const said =
            verdict.end === 'wrong' ? `\n    ${verdict.said}\n    ${verdict.differences?.join('\n    ') ?? ''}` : '';
          process.stderr.write(`${verdict.end.padEnd(6)} ${seconds.toFixed(1)} s ${nameOf(dealt)}${said}\n`);
        }
        deal();
      });
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A worker ended with ${code}.`))));
    });
  await Promise.all(Array.from({ length: Number(values.workers) }, work));
  return played;
}

currentAssembly(() => process.stderr.write('Synthesizing the app\n'));
const from = performance.now();
const played = await play();
const minutes = (performance.now() - from) / 60_000;
const wrong = played.filter(({ verdict }) => verdict.end === 'wrong');
if (values.json)
  process.stdout.write(`${JSON.stringify({ cases: played.length, wrong: wrong.length, minutes, played }, null, 2)}\n`);
else process.stdout.write(`${summary()}\n`);
process.exitCode = wrong.length > 0 ? 1 : 0;

function summary(): string {
  const ends = ['done', 'undone', 'told', 'wrong'] as const;
  const groups = Map.groupBy(played, ({ flow, kind }) => `${flow}, ${kind}`);
  const rows = [...groups].map(([name, cases]) => [
    name,
    ...ends.map((end) => String(cases.filter(({ verdict }) => verdict.end === end).length)),
    String(cases.length),
  ]);
  const list = wrong.map((each) => `  ${nameOf(each)}: ${each.verdict.said}`);
  const total = `${played.length - wrong.length} of ${played.length} ended as they may, in ${minutes.toFixed(1)} minutes.`;
  return [table(['flow and fault', ...ends, 'all'], rows), '', ...list, total].join('\n');
}
