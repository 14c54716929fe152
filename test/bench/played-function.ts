/** One function of the hub in a process of its own: what its handler does once it is in the clusters, until it does not throw NotYet. */
import { connect } from '../../adapters/kubernetes/connect.ts';
import type { ClusterInfo } from '../../core/base/ports/clusters.ts';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import { Request } from '../../core/base/request/request.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { readShards, writeRecord } from '../../core/base/run/records.ts';
import { encodeShard, shardKey } from '../../core/base/shards.ts';
import { holdExport } from '../../core/execute/apply/hold-export.ts';
import { translateClone } from '../../core/execute/apply/translate-clone.ts';
import { exportSource } from '../../core/execute/capture/export-source.ts';
import { RESTORE_RESERVE_MS, restoreFormerClone } from '../../core/execute/refresh/restore-former-clone.ts';
import { forgetPlanExport } from '../../core/execute/undo/forget-exports.ts';
import { mayGoOn, planBefore } from '../../core/plan/approval/may-go-on.ts';
import { EXPORT_RESERVE_MS } from '../../core/plan/export/export-so-far.ts';
import { planClone } from '../../core/plan/plan-clone.ts';
import { noteNamespaces } from '../../core/plan/refresh/clone-of-namespace.ts';
import { writeReport } from '../../core/reporting/write-report.ts';
import { type KubeObject, refOf } from '../../kube/kube-object.ts';
import { leapingClock } from '../memory/clock.ts';
import { ebsWorld } from '../memory/ebs-world.ts';
import { memoryKeyStore } from '../memory/key-store.ts';
import { memoryVolumeStorage } from '../memory/volume-storage.ts';
import { folderStore } from './folder-store.ts';
import type { MixedAnswer } from './mixed-server.ts';

export type PlayedName = keyof typeof PLAYS;
export interface PlayJob {
  name: PlayedName;
  api: MixedAnswer;
  folder: string;
  requestMs: number;
  timeoutSeconds: number;
}
export interface Played {
  invocations: number;
  seconds: number;
  longest: number;
  cpuSeconds: number;
  peakMiB: number;
  /** What it threw; '' when it came to its end. */
  ended: string;
}

interface Hands {
  store: ObjectStore;
  full: ReturnType<typeof connect>;
  bare: ReturnType<typeof connect>;
  remainingMs: () => number;
}

const SOURCE = { account: '222233334444', region: 'us-east-1', cluster: 'prod' };
const TARGET = { account: '444455556666', region: 'eu-west-1', cluster: 'dev' };
const AT = '2026-11-22T10:00:00.000Z';
const [FIRST, AGAIN, LATER] = ['first', 'again', 'later'];
const cloneOf = (cloneId: string) =>
  ({
    cloneId,
    mode: cloneId === AGAIN ? 'plan' : 'clone',
    startedAt: AT,
    route: { name: 'prod-to-dev', source: SOURCE, target: { ...TARGET, kmsKeyArn: 'key' }, limits: {}, defaults: {} },
  }) as unknown as Clone;

const PLAYS = {
  plan: (hands: Hands) => plan(hands, hands.bare, FIRST, 'fail'),
  export: async (hands: Hands) => {
    await exportSource(async () => hands.full, hands.store, cloneOf(FIRST), {
      since: FIRST,
      isOver: () => hands.remainingMs() < EXPORT_RESERVE_MS,
    });
    await holdExport(hands.store, cloneOf(FIRST));
  },
  foundation: ({ store }: Hands) => translateClone(store, cloneOf(FIRST), 'foundation'),
  workload: ({ store }: Hands) => translateClone(store, cloneOf(FIRST), 'workload'),
  report: ({ store }: Hands) => writeReport(store, cloneOf(FIRST), { endedAt: AT }),
  'plan-again': (hands: Hands) => plan(hands, hands.full, AGAIN, 'fail'),
  'plan-refresh': (hands: Hands) => plan(hands, hands.full, LATER, 'refresh'),
  restore: ({ store, full, remainingMs }: Hands) =>
    restoreFormerClone(
      async () => full,
      store,
      LATER,
      () => remainingMs() < RESTORE_RESERVE_MS,
    ),
};

/** What was done before each in another function, and is not measured. */
const BEFORE: Partial<Record<PlayedName, (hands: Hands) => Promise<void>>> = {
  report: ({ store }) => writeLedger(store),
  restore: ({ store }) => writeFormerObjects(store),
};

/** As `lambdas/plan-clone/handler.ts`. */
const AFTER_EXPORT_MS = 690_000;

async function plan(
  { store, full, remainingMs }: Hands,
  target: Hands['full'],
  cloneId: string,
  onConflict: 'fail' | 'refresh',
) {
  const clone = cloneOf(cloneId);
  const request = Request.parse({ selection: { allNamespaces: true }, onConflict, mode: clone.mode });
  await writeRecord(store, keysOf(cloneId).request, request);
  await writeRecord(store, keysOf(cloneId).clone, { clone });
  const info = { version: '1.36', autoModeStorage: false, network: { subnetIds: [] } } as unknown as ClusterInfo;
  const ebs = ebsWorld(leapingClock());
  const sideOf = (api: Hands['full'], place: typeof SOURCE) => ({
    api,
    info,
    storage: { ...memoryVolumeStorage(ebs, place), zones: async () => ['eu-west-1a'] },
    keys: memoryKeyStore(ebs),
  });
  const planned = await planClone({
    clone,
    request,
    store,
    source: sideOf(full, SOURCE),
    target: sideOf(target, TARGET),
    before: await planBefore(store, { clone, request, approval: undefined }),
    newKey: () => Buffer.alloc(32, 1),
    blockQuotas: async () => ({ read: 5_000, write: 5_000 }),
    invocation: { since: cloneId, isOver: () => remainingMs() < AFTER_EXPORT_MS },
  });
  await forgetPlanExport(store, cloneId);
  await mayGoOn(store, { clone, request, plan: planned, madeCluster: false, approval: undefined });
}

/** As apply-shard and the end of a run write it. */
async function writeLedger(store: ObjectStore): Promise<void> {
  const keys = keysOf(FIRST);
  let shard = 0;
  for await (const objects of readShards<KubeObject>(store, keys.allTranslated)) {
    const entries = objects.map((object) => {
      const { kind, metadata } = object;
      const uid = `${kind}-${metadata.namespace ?? ''}-${metadata.name}`;
      return { ref: refOf(object), before: 'absent', uid, result: 'created' };
    });
    const name = `workload/050-objects/${String(shard++).padStart(6, '0')}.json`;
    await writeRecord(store, `${keys.ledger}objects/${name}`, { wave: '050-objects', objects: entries });
    await writeRecord(store, `${keys.applied}${name}`, { wave: '050-objects', objects: entries });
  }
  await writeRecord(store, keys.verified, {});
  await noteNamespaces(store, cloneOf(FIRST));
}

/** As apply-shard keeps what it is about to change: here as it was applied, with what a server adds. */
async function writeFormerObjects(store: ObjectStore): Promise<void> {
  let shard = 0;
  for await (const objects of readShards<KubeObject>(store, keysOf(FIRST).allTranslated)) {
    const whole = objects
      .filter(({ metadata }) => metadata.namespace !== undefined)
      .map((object) => ({
        ...object,
        metadata: { ...object.metadata, uid: `${object.kind}-${object.metadata.namespace}-${object.metadata.name}` },
      }));
    if (whole.length > 0) await store.put(shardKey(keysOf(LATER).former.objects, shard++), encodeShard(whole));
  }
}

process.on('disconnect', () => process.exit());
process.on('message', (job: PlayJob) => void played(job).then((answer) => process.send?.(answer)));

async function played({ name, api, folder, requestMs, timeoutSeconds }: PlayJob): Promise<Played> {
  const connected = (endpoint: string) =>
    connect({ endpoint, certificateAuthority: api.certificateAuthority, credential: { token: () => 'bench' } });
  let until = 0;
  const remainingMs = () => until - performance.now();
  const hands = { full: connected(api.full), bare: connected(api.bare), remainingMs };
  await BEFORE[name]?.({ ...hands, store: folderStore(folder, 0) });
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  let [invocations, longest, ended] = [0, 0, 'NotYet'];
  while (ended === 'NotYet') {
    invocations++;
    const start = performance.now();
    until = start + timeoutSeconds * 1_000;
    ended = await PLAYS[name]({ ...hands, store: folderStore(folder, requestMs) }).then(
      () => '',
      (error: Error) => (error.name === 'NotYet' ? 'NotYet' : error.message),
    );
    longest = Math.max(longest, (performance.now() - start) / 1_000);
  }
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - began) / 1_000;
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  return { invocations, seconds, longest, cpuSeconds: (user + system) / 1e6, peakMiB, ended };
}
