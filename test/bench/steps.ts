/**
 * Plans what is in the way, verifies and rolls back a clone of many objects over a slow line: a cluster in memory answers each
 * call after a round trip, and counts how many it had at a time. What an API server itself takes is not played.
 */
import { parseArgs } from 'node:util';
import { table } from '../../cli/table.ts';
import { DIGEST_KEY, keysOf } from '../../core/base/run/keys.ts';
import { ShardWriter, writeRecord } from '../../core/base/run/records.ts';
import { verifyClone } from '../../core/execute/apply/verify-clone.ts';
import { rollBackObjects } from '../../core/execute/undo/roll-back-objects.ts';
import { findConflicts } from '../../core/plan/conflicts.ts';
import { namesOnce } from '../../core/plan/verdict/names-once.ts';
import { TargetVerdicts } from '../../core/plan/verdict/target-verdicts.ts';
import { refOf } from '../../kube/kube-object.ts';
import { memoryObjectStore } from '../memory/object-store.ts';
import { slowCluster } from './slow-cluster.ts';

const DEFAULTS = { namespaces: '500', kinds: '150', objects: '100000', 'round-trip': '80' };
const RUN = 'bench';

export async function run(options: string[]): Promise<void> {
  const numbers = Object.fromEntries(
    Object.entries(DEFAULTS).map(([name, value]) => [name, { type: 'string' as const, default: value }]),
  );
  const { values } = parseArgs({ args: options, options: { ...numbers, json: { type: 'boolean', default: false } } });
  const number = (name: keyof typeof DEFAULTS) => Number((values as Record<string, unknown>)[name]);
  const size = { namespaces: number('namespaces'), kinds: number('kinds'), objects: number('objects') };
  const cluster = slowCluster(size, number('round-trip'));
  const empty = slowCluster({ ...size, namespaces: 0, objects: 0 }, number('round-trip'));
  const { store, keys } = await recordsOf(cluster);
  const targets = [...cluster.objects()].map(refOf);
  const rows: Record<string, number | string>[] = [];
  const timed = async (step: string, { calls }: { calls: () => number }, work: () => Promise<unknown>) => {
    const [began, cpu, before] = [performance.now(), process.cpuUsage(), calls()];
    const ended = await work().then(
      () => '',
      (error: Error) => error.message,
    );
    const { user, system } = process.cpuUsage(cpu);
    rows.push({
      step,
      seconds: (performance.now() - began) / 1_000,
      cpuSeconds: (user + system) / 1e6,
      calls: calls() - before,
      peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
      ended,
    });
  };
  await timed('what is in the way, of an empty target', empty, () => findConflicts(empty.api, targets, 'fail'));
  await timed('what is in the way, of a full target', cluster, () => findConflicts(cluster.api, targets, 'update'));
  const asking = {
    onConflict: 'fail' as const,
    served: (await cluster.api.discover()).resources,
    proxied: new Set<string>(),
  };
  const homes = slowCluster({ ...size, objects: 0 }, number('round-trip'));
  const verdicts = new TargetVerdicts({ ...asking, api: namesOnce(homes.api) });
  await timed('what the target would refuse', homes, async () => {
    const objects = [...cluster.objects()];
    for (let at = 0; at < objects.length; at += 500) await verdicts.ask(objects.slice(at, at + 500));
  });
  await timed('verify', cluster, () => verifyClone(cluster.api, store, RUN));
  await timed('roll back', cluster, () => rollBackObjects(async () => cluster.api, store, RUN));
  await timed('roll back, once more', cluster, () => rollBackObjects(async () => cluster.api, store, RUN));
  if (values.json) console.log(JSON.stringify({ ...size, roundTripMs: number('round-trip'), rows }));
  else console.log(tableOf(rows));
  await store.delete(keys.verified);
}

/** What a run has kept of the objects that it has applied. */
async function recordsOf(cluster: ReturnType<typeof slowCluster>) {
  const store = memoryObjectStore();
  const keys = keysOf(RUN);
  await writeRecord(store, DIGEST_KEY, { key: Buffer.alloc(32).toString('base64') });
  const shards = new ShardWriter(store, keys.translated('workload', '050-objects'));
  let batch: ReturnType<typeof refOf>[] = [];
  let shard = 0;
  const keepLedger = async () => {
    const objects = batch.map((ref) => ({ ref, before: 'absent', uid: cluster.uidOf(ref), result: 'created' }));
    const wave = batch[0]?.kind === 'Namespace' ? '010-namespaces' : '050-objects';
    const key = `${keys.ledger}objects/workload/${wave}/${String(shard++).padStart(6, '0')}.json`;
    await writeRecord(store, key, { wave, objects });
    batch = [];
  };
  for (const object of cluster.objects()) {
    if (
      batch.length > 0 &&
      (batch.length === 500 || (batch[0]!.kind === 'Namespace') !== (object.kind === 'Namespace'))
    )
      await keepLedger();
    batch.push(refOf(object));
    await shards.add([object]);
  }
  await keepLedger();
  await shards.close();
  return { store, keys };
}

const tableOf = (rows: Record<string, number | string>[]) =>
  table(
    ['step', 's', 'CPU s', 'calls', 'peak RSS MiB', 'ended'],
    rows.map(({ step, seconds, cpuSeconds, calls, peakMiB, ended }) => [
      String(step),
      Number(seconds).toFixed(1),
      Number(cpuSeconds).toFixed(1),
      String(calls),
      String(peakMiB),
      String(ended).slice(0, 60) || 'to its end',
    ]),
  );
