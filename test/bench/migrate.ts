/**
 * Migrates a database again and again that is written to the whole time, while functions die at random: in rounds, with a
 * cut-over, and back by a roll-back. After each run that succeeds every row that was acknowledged has to be in the target;
 * after each that fails the source has to work again. Ends with 1 where one row was lost, or a source stayed at zero.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startExecution } from '../../cli/demo/execution.ts';
import { startBusyDatabase } from '../../cli/demo/migration/busy-database.ts';
import { recordsOf } from '../../cli/demo/run-demo.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Report } from '../../core/reporting/report.ts';
import { listAccounts } from '../flow/listing.ts';
import { into, type SmallCloud, startSmallCloud } from '../flow/small-cloud.ts';

const DATA = 'small/data-db-0';
/** Functions that may die: all that a migration passes through until it is cut over, and those that undo it. */
const MORTAL = [
  'begin-round',
  'settle-round',
  'await-snapshot',
  'plan-segments',
  'copy-segment',
  'seal-snapshot',
  'share-snapshot',
  'copy-snapshot',
  'export-manifests',
  'quiesce-source',
  'snapshot-volumes',
  'resume-source',
  'create-volume',
  'verify-volume',
  'apply-shard',
  'verify-clone',
  'cut-over-source',
  'clean-up-clone',
  'roll-back-objects',
  'roll-back-volumes',
];

interface Outcome {
  status: string;
  rows: number;
  lost: number;
  downSeconds: number | undefined;
  /** What is wrong about it. */
  wrong: string[];
}

export async function run(options: string[]): Promise<void> {
  const { values } = parseArgs({
    args: options,
    options: {
      runs: { type: 'string', default: '100' },
      seed: { type: 'string' },
      minutes: { type: 'string', default: '120' },
    },
  });
  const seed = Number(values.seed ?? Date.now() % 2 ** 31);
  const until = Date.now() + Number(values.minutes) * 60_000;
  console.log(`seed ${seed}`);
  const random = randomOf(seed);
  const small = await startSmallCloud(200);
  const outcomes: Outcome[] = [];
  try {
    const accounts = listAccounts(small.cloud).length;
    for (let number = 1; number <= Number(values.runs) && Date.now() < until; number++) {
      const outcome = await migrate(small, number, random, accounts);
      outcomes.push(outcome);
      const down = outcome.downSeconds === undefined ? '' : `, down ${outcome.downSeconds.toFixed(1)} s`;
      console.log(
        `${number}: ${outcome.status}, ${outcome.rows} rows, ${outcome.lost} lost${down} ${outcome.wrong.join('; ')}`,
      );
    }
  } finally {
    await small.stop();
  }
  const wrong = outcomes.filter((each) => each.wrong.length > 0).length;
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((all, each) => all + of(each), 0);
  console.log(
    `${outcomes.length} runs with kills (seed ${seed}): ${outcomes.filter(({ status }) => status === 'SUCCEEDED').length} cut over, ` +
      `${sum(({ rows }) => rows)} rows acknowledged, ${sum(({ lost }) => lost)} lost, ${wrong} runs wrong`,
  );
  if (wrong > 0 || outcomes.length === 0) process.exitCode = 1;
}

async function migrate(small: SmallCloud, number: number, random: () => number, things: number): Promise<Outcome> {
  const database = await startBusyDatabase(small.cloud, small.source, { seed: `run ${number}` });
  const deaths = Array.from({ length: Math.floor(random() * 5) }, () => MORTAL[Math.floor(random() * MORTAL.length)]!);
  const takeBack = deaths.map((step) =>
    small.cloud.addFault({
      on: `lambda:${step}`,
      nth: 1 + Math.floor(random() * 3),
      effect: random() < 0.15 ? { kind: 'error', code: 'AccessDenied', message: 'not today' } : { kind: 'kill-after' },
    }),
  );
  const wrong: string[] = [];
  try {
    const ended = await small.clone({
      ...into(`moved-${number}`),
      migrate: {},
      volumes: { claims: { [DATA]: 'copy-blocks' } },
    });
    await database.stop();
    const store = recordsOf(small.cloud);
    const report = await findRecord<Report>(store, keysOf(ended.name).report);
    const target = report?.volumes.find(({ claim }) => claim === DATA)?.targetVolumeId;
    const lost = ended.status === 'SUCCEEDED' && target ? database.missingOn(target).length : 0;
    if (lost > 0) wrong.push(`${lost} rows are lost`);
    if (ended.status === 'SUCCEEDED' && !target) wrong.push('no volume is reported');
    for (const each of takeBack) each();
    const input = await findRecord(store, keysOf(ended.name).clone);
    if (ended.status !== 'SUCCEEDED' && !(await worksAgain(small)))
      wrong.push(`the source stayed at zero: ${ended.cause}`);
    const undone = await (await startExecution(small.cloud, 'kubeferry-roll-back', input)).ended();
    if (undone.status !== 'SUCCEEDED') wrong.push(`the roll-back failed: ${undone.cause}`);
    if (!(await worksAgain(small))) wrong.push('the source did not come back by the roll-back');
    const left = listAccounts(small.cloud).length - things;
    if (left !== 0) wrong.push(`${left} things are left`);
    return {
      status: ended.status,
      rows: database.acknowledged(),
      lost,
      downSeconds: report?.cutOver?.downSeconds,
      wrong,
    };
  } finally {
    await database.stop();
    for (const each of takeBack) each();
  }
}

/** Its pod is up within half a minute. */
async function worksAgain(small: SmallCloud): Promise<boolean> {
  const ref = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'small', name: 'db' };
  for (let look = 0; look < 300; look++) {
    const set = await small.source.get(ref);
    if ((set?.status as { readyReplicas?: number } | undefined)?.readyReplicas === 1) return true;
    await sleep(100);
  }
  return false;
}

/** mulberry32: the same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
