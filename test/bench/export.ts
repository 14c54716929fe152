/**
 * Exports a large cluster over a slow line: an API server in another process answers each call after a round trip. The
 * process that exports has nothing else to do, so that its CPU time and memory are those of the function.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { connect } from '../../adapters/kubernetes/connect.ts';
import { table } from '../../cli/table.ts';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import { Selection } from '../../core/base/request/request.ts';
import { type Export, exportManifests } from '../../core/plan/export/export-manifests.ts';
import type { StandInAnswer, StandInJob } from './api-stand-in.ts';

const DEFAULTS = { namespaces: '500', kinds: '150', objects: '100000', 'round-trip': '80', invocation: '210' };

export async function run(options: string[]): Promise<void> {
  const numbers = Object.fromEntries(
    Object.entries(DEFAULTS).map(([name, value]) => [name, { type: 'string' as const, default: value }]),
  );
  const { values } = parseArgs({ args: options, options: { ...numbers, json: { type: 'boolean', default: false } } });
  const number = (name: keyof typeof DEFAULTS) => Number((values as Record<string, unknown>)[name]);
  const job: StandInJob = {
    namespaces: number('namespaces'),
    kinds: number('kinds'),
    objects: number('objects'),
    roundTripMs: number('round-trip'),
  };
  const server = fork(new URL('./api-stand-in.ts', import.meta.url));
  try {
    const result = await exportFrom(server, job, number('invocation') * 1_000);
    if (values.json) console.log(JSON.stringify({ ...job, ...result }));
    else console.log(tableOf(job, result));
  } finally {
    server.disconnect();
    await once(server, 'exit');
  }
}

type Result = Awaited<ReturnType<typeof exportFrom>>;

async function exportFrom(server: ChildProcess, job: StandInJob, invocationMs: number) {
  const { endpoint, certificateAuthority } = await ask<StandInAnswer>(server, job);
  const api = connect({ endpoint, certificateAuthority, credential: { token: () => 'bench' } });
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  let invocations = 0;
  const store = forgetful();
  const invoke = async (): Promise<Export> => {
    const until = performance.now() + invocationMs;
    invocations++;
    const pausing = { key: SO_FAR, since: 'bench', isOver: () => performance.now() > until };
    const place = { store, prefix: 'export/', indexKey: 'index.json', pausing };
    return exportManifests(api, Selection.parse({ allNamespaces: true }), place).catch((error: Error) => {
      if (error.name !== 'NotYet') throw error;
      return invoke();
    });
  };
  const { objects, shards } = await invoke();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - began) / 1_000;
  api.close();
  const lists = await ask<number>(server, 'lists');
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  return { exported: objects, shards, invocations, lists, seconds, cpuSeconds: (user + system) / 1e6, peakMiB };
}

const SO_FAR = 'so-far.json';

/** Shards go to S3: what is kept of them here would be counted as the function's memory. How far the export is stays. */
function forgetful(): ObjectStore {
  let soFar: Uint8Array | undefined;
  return {
    ...nothing,
    get: async () => soFar,
    put: async (key, body) => {
      if (key === SO_FAR) soFar = Buffer.from(body);
    },
  };
}

const nothing: ObjectStore = {
  get: async () => undefined,
  getTagged: async () => undefined,
  put: async () => {},
  putNew: async () => true,
  putIf: async () => true,
  async *list() {},
  delete: async () => {},
  deleteIf: async () => true,
};

function tableOf({ namespaces, kinds, roundTripMs }: StandInJob, result: Result): string {
  const { exported, invocations, lists, seconds, cpuSeconds, peakMiB } = result;
  const oneByOne = (namespaces * kinds * roundTripMs) / 60_000;
  const head = ['objects', 'invocations', 'lists', 's', 'objects/s', 'CPU s', 'peak RSS MiB'];
  const row = [
    exported,
    invocations,
    lists,
    seconds.toFixed(1),
    (exported / seconds).toFixed(0),
    cpuSeconds.toFixed(1),
    peakMiB,
  ];
  return `${namespaces} namespaces, ${kinds} kinds, ${roundTripMs} ms of round trip\n\n${table(head, [row.map(String)])}\nA list of each kind in each namespace, one after the other, would wait ${oneByOne.toFixed(0)} minutes for round trips alone.`;
}

async function ask<T>(server: ChildProcess, question: StandInJob | string): Promise<T> {
  const answered = once(server, 'message');
  server.send(question);
  const [answer] = await answered;
  return answer as T;
}
