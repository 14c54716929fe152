/** One cloud, and the cases that it is dealt one after the other. Talks with main.ts by messages. */
import { isDeepStrictEqual } from 'node:util';
import { FLOWS, type Flow, type Sight } from './flows.ts';
import { KINDS, type RoleCall } from './kinds.ts';
import { distinctCalls } from './record.ts';
import { runCase, sight, standingAfter, type Verdict } from './run-case.ts';
import { type Look, startWorld, type World } from './world.ts';

export interface Dealt {
  flow: string;
  kind: string;
  call: RoleCall;
}

export type FromWorker =
  | { is: 'ready'; calls: [flow: string, calls: RoleCall[]][] }
  | { is: 'done'; dealt: Dealt; verdict: Verdict; seconds: number };

/** What a good run of each flow leads to, and the calls that it makes. */
interface Reference {
  good: Map<string, Sight>;
  calls: [string, RoleCall[]][];
}

interface Bench {
  world: World;
  /** How the cloud stood before anything. */
  empty: Look;
  /** The clone that is in place. */
  standing: string | undefined;
}

const setUp = async (): Promise<Bench> => {
  const world = await startWorld();
  return { world, empty: await world.look(), standing: undefined };
};

/** Each flow goes well once. */
async function record(bench: Bench): Promise<Reference> {
  const { world } = bench;
  const reference: Reference = { good: new Map(), calls: [] };
  for (const flow of FLOWS) {
    bench.standing = await flow.prepare(world, bench.standing);
    const from = world.small.cloud.calls.length;
    const run = await flow.run(world, bench.standing);
    if (run.status !== 'SUCCEEDED') throw new Error(`${flow.name} failed without a fault: ${run.failure?.sentence}`);
    bench.standing = standingAfter(flow, run);
    reference.calls.push([flow.name, distinctCalls(world.small.cloud.calls.slice(from))]);
    reference.good.set(flow.name, await sight(world));
  }
  return reference;
}

let bench = await setUp();
const { good, calls } = await record(bench);
const send = (message: FromWorker) => process.send!(message);

async function play(dealt: Dealt): Promise<Verdict> {
  const flow = FLOWS.find(({ name }) => name === dealt.flow)!;
  const kind = KINDS.find(({ name }) => name === dealt.kind)!;
  bench.standing = await flow.prepare(bench.world, bench.standing);
  const verdict = await runCase(bench.world, { flow, kind, call: dealt.call }, good.get(flow.name)!, bench.standing);
  bench.standing = verdict.standing;
  if (verdict.end === 'wrong') await afresh();
  else if (!(await isTidy(flow))) {
    await afresh();
    return {
      end: 'wrong',
      said: `after it ended ${verdict.end}, a roll-back leaves something behind`,
      differences: [],
    };
  }
  return verdict;
}

/** A clone that ended well goes completely by its roll-back: else it only looked well. A refresh is rolled back at the end. */
async function isTidy({ name }: Flow): Promise<boolean> {
  if (name === 'refresh') return true;
  if (bench.standing !== undefined) await bench.world.command('rollback', bench.standing);
  bench.standing = undefined;
  return isDeepStrictEqual(await bench.world.look(), bench.empty);
}

async function afresh(): Promise<void> {
  await bench.world.small.stop();
  bench = await setUp();
}

async function answer(dealt: Dealt): Promise<void> {
  const from = performance.now();
  const verdict = await play(dealt).catch(async (error: Error): Promise<Verdict> => {
    await afresh();
    return { end: 'wrong', said: `the case itself failed: ${error.message}` };
  });
  send({ is: 'done', dealt, verdict, seconds: (performance.now() - from) / 1000 });
}

let line = Promise.resolve();
process.on('message', (dealt: Dealt | 'end') => {
  line = line.then(async () => {
    if (dealt !== 'end') return answer(dealt);
    await bench.world.small.stop();
    process.exit(0);
  });
});
send({ is: 'ready', calls });
