import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { connect } from '../../adapters/kubernetes/connect.ts';
import { table } from '../../cli/table.ts';
import { inParallel } from '../../core/base/in-parallel.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { ShardWriter } from '../../core/base/run/records.ts';
import { applyShard } from '../../core/execute/apply/apply-shard.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { realBackend } from '../cluster/real-backend.ts';
import { memoryObjectStore } from '../memory/object-store.ts';
import { childrenNamed, cpuOf, processWith } from './cpu-of.ts';
import { mixedObjects } from './mixed-objects.ts';
import { type ApplyServer, plainClient } from './plain-apply.ts';

const NAMESPACES = 20;
/** Shards that are applied at a time, each by a function with 32 connections (statemachines/apply-manifests.asl.json). */
const FUNCTIONS = 4;
const CONNECTIONS = 32;
/** Objects before anything is measured: what a server does once, and the compilers of Node. */
const FIRST = 600;

interface Row {
  roundTripMs: number;
  round: number;
  who: string;
  objectsPerSecond: number;
  /** Undefined where the machine does not say. */
  serverMsPerObject: number | undefined;
  clientMsPerObject: number;
  residentMiB: number;
}

/** Makes all ready, and answers what is measured. */
type Client = (server: ApplyServer, objects: KubeObject[]) => Promise<() => Promise<void>>;

const plain =
  (connections: number): Client =>
  async (server, objects) =>
  () =>
    plainClient(server, objects, connections);

const WHO: readonly (readonly [who: string, client: Client])[] = [
  ['plain client', plain(CONNECTIONS)],
  ['plain client, as many connections', plain(FUNCTIONS * CONNECTIONS)],
  ['kubeferry', kubeferry],
];

const TOKEN = 'token-of-the-bench';
/** What is made of the objects by others is no part of what is measured. */
const CONTROLLERS = /kube-controller-manager|kube-scheduler|kwok/;

/**
 * Brings fifteen kinds into a real, empty target: kubeferry's step, and a plain client on the same server in turns, each beginning once.
 * Controllers wait meanwhile: `--with-controllers` lets them work, which takes of the same processors.
 */
export async function run(options: string[]): Promise<void> {
  const { values } = parseArgs({
    args: options,
    options: {
      objects: { type: 'string', default: '3000' },
      rounds: { type: 'string', default: '2' },
      'round-trips': { type: 'string', default: '0,5,80' },
      seed: { type: 'string', default: '1' },
      'with-controllers': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const backend = await realBackend().start({
    name: 'bench',
    version: '1.36',
    authenticate: (token) => (token === TOKEN ? { username: 'bench', groups: ['system:masters'] } : undefined),
    authorize: () => false,
    nodes: [],
  });
  const cluster = { ...backend, token: TOKEN };
  const waiting = values['with-controllers'] ? [] : childrenNamed(CONTROLLERS);
  const each = async (server: ApplyServer, label: string, count: number, [who, client]: (typeof WHO)[number]) => {
    const namespaces = await makeNamespaces(cluster, `${who.replaceAll(/[^a-z]+/g, '-').slice(0, 20)}-${label}`);
    const objects = mixedObjects(count, namespaces, Number(values.seed));
    return { who, ...(await measured(cluster, await client(server, objects), objects)) };
  };
  try {
    for (const one of WHO) await each(cluster, 'first', FIRST, one);
    for (const pid of waiting) process.kill(pid, 'SIGSTOP');
    const rows: Row[] = [];
    for (const roundTripMs of values['round-trips'].split(',').map(Number)) {
      const line = await delayed(cluster, roundTripMs);
      for (let round = 1; round <= Number(values.rounds); round++)
        for (const at of WHO.keys()) {
          const one = WHO[(at + round) % WHO.length]!;
          const row = await each(line.server, `${roundTripMs}-${round}`, Number(values.objects), one);
          rows.push({ roundTripMs, round, ...row });
        }
      line.end();
    }
    console.log(values.json ? JSON.stringify(rows) : table(HEAD, rows.map(cells)));
  } finally {
    for (const pid of waiting) process.kill(pid, 'SIGCONT');
    await backend.stop();
  }
}

async function measured(cluster: ApplyServer, apply: () => Promise<void>, { length }: KubeObject[]) {
  const pid = processWith(`--secure-port=${new URL(cluster.endpoint).port}`);
  const serverBefore = pid && cpuOf(pid);
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  await apply();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    objectsPerSecond: length / seconds,
    serverMsPerObject: pid === undefined ? undefined : (cpuOf(pid) - Number(serverBefore)) / length,
    clientMsPerObject: (user + system) / 1000 / length,
    residentMiB: process.memoryUsage.rss() / 2 ** 20,
  };
}

const HEAD = [
  'round trip ms',
  'round',
  'who',
  'objects/s',
  'server CPU ms/object',
  'client CPU ms/object',
  'resident MiB',
];
const cells = (row: Row) => [
  String(row.roundTripMs),
  String(row.round),
  row.who,
  row.objectsPerSecond.toFixed(0),
  row.serverMsPerObject?.toFixed(2) ?? 'not known',
  row.clientMsPerObject.toFixed(2),
  row.residentMiB.toFixed(0),
];

/** The server itself, or the same behind a line that takes its time. */
async function delayed(cluster: ApplyServer, roundTripMs: number): Promise<{ server: ApplyServer; end: () => void }> {
  if (roundTripMs === 0) return { server: cluster, end: () => {} };
  const line = fork(fileURLToPath(new URL('delay-line.ts', import.meta.url)));
  line.send({ port: Number(new URL(cluster.endpoint).port), roundTripMs });
  const [port] = await once(line, 'message');
  return { server: { ...cluster, endpoint: `https://127.0.0.1:${port}` }, end: () => line.kill() };
}

/** What the step of a clone does with its shards, without the functions around it; the step before it has written them. */
async function kubeferry(server: ApplyServer, objects: KubeObject[]): Promise<() => Promise<void>> {
  const store = memoryObjectStore();
  const prefix = keysOf('bench').translated('foundation', 'bench');
  const writer = new ShardWriter(store, prefix);
  await writer.add(objects);
  await writer.close();
  const run = { onConflict: 'fail', stillOn: async () => {} } as const;
  const shards: string[] = [];
  for await (const key of store.list(prefix)) shards.push(key);
  return async () => {
    // The environment of a function keeps its connections from one shard to the next.
    const apis = Array.from({ length: FUNCTIONS }, () => entered(server));
    const free = [...apis];
    await inParallel(shards, FUNCTIONS, async (key) => {
      const api = free.pop()!;
      const { created } = await applyShard(api, store, { cloneId: 'bench', wave: 'bench', key }, run);
      if (created === 0) throw new Error(`Nothing of ${key} was made.`);
      free.push(api);
    });
    for (const api of apis) api.close();
  };
}

const entered = ({ endpoint, certificateAuthority, token }: ApplyServer) =>
  connect({ endpoint, certificateAuthority, credential: { token: () => token } });

async function makeNamespaces(server: ApplyServer, label: string): Promise<string[]> {
  const api = entered(server);
  const names = Array.from({ length: NAMESPACES }, (_, at) => `${label}-${at}`);
  for (const name of names)
    await api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, { manager: 'bench' });
  api.close();
  return names;
}
