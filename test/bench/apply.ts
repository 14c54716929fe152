import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:https';
import { parseArgs } from 'node:util';
import { connect } from '../../adapters/kubernetes/connect.ts';
import { memoryObjectStore } from '../../adapters/memory/object-store.ts';
import { table } from '../../cli/table.ts';
import { inParallel } from '../../core/base/in-parallel.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { ShardWriter } from '../../core/base/run/records.ts';
import { applyShard } from '../../core/execute/apply/apply-shard.ts';
import type { RunningCluster } from '../../emulator/kubernetes/contract/backend.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { realBackend } from '../cluster/real-backend.ts';

const NAMESPACES = 4;
const DATA_BYTES = 1500;

/** Applies ConfigMaps of about 2 KB to a real API server: kubeferry's step, and a plain client on the same server in turns. */
export async function run(options: string[]): Promise<void> {
  const { values } = parseArgs({
    args: options,
    options: { objects: { type: 'string', default: '2000' }, rounds: { type: 'string', default: '3' } },
  });
  const cluster = await realBackend().start({
    name: 'bench',
    version: '1.36',
    authenticate: () => undefined,
    authorize: () => false,
    nodes: [],
  });
  try {
    const rows: string[][] = [];
    for (let round = 1; round <= Number(values.rounds); round++) {
      for (const [name, apply] of [
        ['plain client', plainClient],
        ['kubeferry', kubeferry],
      ] as const) {
        const objects = await configMaps(cluster, Number(values.objects), `${name.replace(' ', '-')}-${round}`);
        const [began, cpu] = [performance.now(), process.cpuUsage()];
        await apply(cluster, objects);
        const seconds = (performance.now() - began) / 1000;
        const { user, system } = process.cpuUsage(cpu);
        rows.push([
          String(round),
          name,
          (objects.length / seconds).toFixed(0),
          ((60 * objects.length) / seconds).toFixed(0),
          ((user + system) / 1000 / objects.length).toFixed(2),
        ]);
      }
    }
    console.log(table(['round', 'who', 'objects/s', 'objects/min', 'client CPU ms/object'], rows));
  } finally {
    await cluster.stop();
  }
}

/** What the step of a clone does with its shards, without the functions around it. */
async function kubeferry(cluster: RunningCluster, objects: KubeObject[]): Promise<void> {
  const { endpoint, certificateAuthority } = cluster;
  const api = connect({ endpoint, certificateAuthority, credential: credentialOf(cluster) });
  const store = memoryObjectStore();
  const prefix = keysOf('bench').translated('foundation', 'bench');
  const writer = new ShardWriter(store, prefix);
  await writer.add(objects);
  await writer.close();
  for await (const key of store.list(prefix))
    await applyShard(
      api,
      store,
      { cloneId: 'bench', wave: 'bench', key },
      { onConflict: 'fail', stillOn: async () => {} },
    );
  api.close();
}

/** The least that any client does: one list a namespace, then server-side apply, 32 in flight on kept-alive connections. */
async function plainClient(cluster: RunningCluster, objects: KubeObject[]): Promise<void> {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 32,
    ca: cluster.certificateAuthority,
    ...credentialOf(cluster),
  });
  const collection = (namespace: string) => `${cluster.endpoint}/api/v1/namespaces/${namespace}/configmaps`;
  for (const namespace of new Set(objects.map(({ metadata }) => metadata.namespace!)))
    await send(agent, 'GET', collection(namespace));
  await inParallel(objects, 32, (object) => {
    const { namespace, name } = object.metadata;
    return send(
      agent,
      'PATCH',
      `${collection(namespace!)}/${name}?fieldManager=plain&force=true`,
      JSON.stringify(object),
    );
  });
  agent.destroy();
}

function send(agent: Agent, method: string, url: string, body?: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const headers = {
    'content-type': 'application/apply-patch+yaml',
    ...(body ? { 'content-length': Buffer.byteLength(body) } : {}),
  };
  const sent = request(url, { agent, method, headers }, (answer) => {
    answer
      .resume()
      .on('end', () =>
        answer.statusCode! < 300 ? resolve() : reject(new Error(`${method} ${url}: ${answer.statusCode}`)),
      );
  });
  sent.on('error', reject).end(body);
  return promise;
}

async function configMaps(cluster: RunningCluster, count: number, name: string): Promise<KubeObject[]> {
  const { endpoint, certificateAuthority } = cluster;
  const api = connect({ endpoint, certificateAuthority, credential: credentialOf(cluster) });
  const namespaces = Array.from({ length: NAMESPACES }, (_, at) => `${name}-${at}`);
  for (const each of namespaces)
    await api.apply(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: each } },
      { manager: 'bench', force: true },
    );
  api.close();
  return Array.from({ length: count }, (_, at) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `settings-${at}`, namespace: namespaces[at % NAMESPACES]!, labels: { app: `app-${at % 50}` } },
    data: { blob: randomBytes(DATA_BYTES).toString('base64') },
  }));
}

function credentialOf({ admin }: RunningCluster): { cert: string; key: string } {
  if ('token' in admin) throw new Error('The bench needs a real cluster, whose administrator has a certificate.');
  return admin;
}
