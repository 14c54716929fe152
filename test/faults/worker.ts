/** One cloud, and the cases that it is dealt one after the other. Talks with main.ts by messages. */
import { isDeepStrictEqual } from 'node:util';
import { type Flow, flowsWithin, type Sight, type Within } from './flows.ts';
import { KINDS, type RoleCall } from './kinds.ts';
import { chosen, type Recorded, recorded } from './record.ts';
import { runCase, sight, standingAfter, type Verdict } from './run-case.ts';
import { runStopped } from './run-stopped.ts';
import { type Look, startWorld, type World } from './world.ts';

export interface Dealt {
  flow: string;
  kind: string;
  call: RoleCall;
}

export type FromWorker =
  | { is: 'ready'; calls: [flow: string, calls: RoleCall[]][] }
  | { is: 'done'; dealt: Dealt; verdict: Verdict; seconds: number };

interface Bench {
  world: World;
  /** How the cloud stood before anything. */
  empty: Look;
  /** The clone that is in place. */
  standing: string | undefined;
}

const worker = Number(process.argv[2]);
const within = process.argv[3] as Within | undefined;
const FLOWS = flowsWithin(within);

const setUp = async (): Promise<Bench> => {
  const world = await startWorld({ within, worker });
  return { world, empty: await world.look(), standing: undefined };
};

/** Each flow goes well once: what that leads to, and the calls that it makes. */
async function record(bench: Bench) {
  const { world } = bench;
  const good = new Map<string, Sight>();
  const calls: [string, Recorded][] = [];
  for (const flow of FLOWS) {
    bench.standing = await flow.prepare(world, bench.standing);
    const from = world.small.cloud.calls.length;
    const run = await flow.run(world, bench.standing);
    if (run.status !== 'SUCCEEDED') throw new Error(`${flow.name} failed without a fault: ${run.failure?.sentence}`);
    bench.standing = standingAfter(flow, run);
    calls.push([flow.name, recorded(world.small.cloud.calls.slice(from), flow.turn, flow.about)]);
    good.set(flow.name, await sight(world));
    if (!(await isTidy(bench, flow))) throw new Error(`A roll-back of a good ${flow.name} leaves something behind.`);
  }
  return { good, calls: chosen(calls) };
}

/** A clone that ended well goes completely by its roll-back: else it only looked well. A refreshed one waits for the next flow. */
async function isTidy(at: Bench, { name }: Flow): Promise<boolean> {
  if (name === 'refresh') return true;
  if (at.standing !== undefined) await at.world.command('rollback', at.standing);
  at.standing = undefined;
  return isDeepStrictEqual(await at.world.look(), at.empty);
}

let bench = await setUp();
const { good, calls } = await record(bench);
const send = (message: FromWorker) => process.send!(message);

async function play(dealt: Dealt): Promise<Verdict> {
  const flow = FLOWS.find(({ name }) => name === dealt.flow)!;
  const kind = KINDS.find(({ name }) => name === dealt.kind)!;
  bench.standing = await flow.prepare(bench.world, bench.standing);
  const runIt = kind.stoppedThen ? runStopped : runCase;
  const verdict = await runIt(bench.world, { flow, kind, call: dealt.call }, good.get(flow.name)!, bench.standing);
  bench.standing = verdict.standing;
  if (kind.harmless && verdict.end !== 'done' && verdict.end !== 'wrong')
    return {
      ...verdict,
      end: 'wrong',
      said: `it ended ${verdict.end}, though nothing was wrong: ${verdict.said ?? ''}`,
    };
  if (verdict.end !== 'wrong' && (await isTidy(bench, flow))) return verdict;
  await afresh();
  const said = `after it ended ${verdict.end}, a roll-back leaves something behind`;
  return verdict.end === 'wrong' ? verdict : { end: 'wrong', said, differences: [] };
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
