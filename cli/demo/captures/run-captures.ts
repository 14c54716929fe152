import type { KeptCapture } from '../../../core/base/captures/capture.ts';
import { capturesOf } from '../../../core/base/captures/register.ts';
import { keysOf } from '../../../core/base/run/keys.ts';
import { findRecord } from '../../../core/base/run/records.ts';
import type { Report } from '../../../core/reporting/report.ts';
import type { Cloud } from '../../../local/cloud.ts';
import { administer } from '../admin.ts';
import { volumesOfClaims, writeDisks } from '../disks.ts';
import { type Ended, startExecution } from '../execution.ts';
import type { Progress } from '../progress.ts';
import { proveObjects } from '../prove-objects.ts';
import { type Blocks, sameBlocks } from '../prove-volumes.ts';
import { type DemoWorld, ROUTE, recordsOf } from '../run-demo.ts';
import { builtInDisks } from '../source-workload.ts';

/** So many clones of one capture. */
const CLONES = 10;
/** Seed of what the source has written since the capture. */
const LATER = 200;

export interface ClonedCapture {
  cloneId: string;
  namespace: string;
  status: string;
  durationMs: number;
  volumes: { claim: string; strategy: string; identical: boolean }[];
  different: string[];
  failure?: string;
}

/** What `kubeferry demo --from capture --json` prints. */
export interface CapturesResult {
  capture: { id: string; status: string; durationMs: number; failure?: string } & Partial<KeptCapture>;
  clones: ClonedCapture[];
  /** From the start of the first to the end of the last. */
  durationMs: number;
  /** During the clones: requests of runs to the source's API server, and snapshots that were taken. */
  requestsToSource: number;
  snapshotsTaken: number;
}

/** Captures the source once, lets it write other data, and makes ten clones of the capture side by side. */
export async function runCaptures(world: DemoWorld, progress: Progress): Promise<CapturesResult> {
  const { cloud, source, input, namespaces } = world;
  progress.step('Take a capture of the source');
  const contents = await blocksOfClaims(world);
  const request = { mode: 'capture', capture: { name: 'demo' }, selection: { namespaces } };
  const taken = await timed(startExecution(cloud, ROUTE, request), progress);
  const { id: account, region } = cloud.accounts.source;
  const all = await capturesOf(recordsOf(cloud), { account, region, cluster: cloud.clusters.source.name });
  const kept = all.find(({ id }) => id === taken.name);
  const capture = {
    ...kept,
    id: taken.name,
    status: taken.ended.status,
    durationMs: taken.durationMs,
    ...failureOf(taken.ended),
  };
  if (taken.ended.status !== 'SUCCEEDED')
    return { capture, clones: [], durationMs: 0, requestsToSource: 0, snapshotsTaken: 0 };

  progress.step('Let the source write other data');
  if (input.builtIn) await writeDisks(builtInDisks(LATER), source, cloud.ec2);
  const [before, began] = [cloud.calls.length, Date.now()];
  progress.step(`Make ${CLONES} clones of the capture at once`);
  const clones = await Promise.all(Array.from({ length: CLONES }, (_, at) => cloneOne(world, contents, at + 1)));
  const durationMs = Date.now() - began;
  return { capture, clones, durationMs, ...askedOfSource(cloud, before) };
}

async function cloneOne({ cloud, namespaces }: DemoWorld, contents: Contents, number: number): Promise<ClonedCapture> {
  const names = Object.fromEntries(namespaces.map((name) => [name, `${name}-${number}`]));
  const request = { source: { capture: 'demo' }, mappings: { namespaces: names } };
  const { name: cloneId, ended, durationMs } = await timed(startExecution(cloud, ROUTE, request));
  const store = recordsOf(cloud);
  const report = await findRecord<Report>(store, keysOf(cloneId).report);
  const volumes = (report?.volumes ?? []).map(({ claim, strategy, targetVolumeId }) => ({
    claim,
    strategy,
    identical:
      targetVolumeId !== undefined && sameBlocks(contents.get(claim) ?? new Map(), cloud.ec2.blocksOf(targetVolumeId)),
  }));
  const target = administer(cloud.clusters.target.running);
  const { different } = ended.status === 'SUCCEEDED' ? await proveObjects(target, store, cloneId) : { different: [] };
  const namespace = Object.values(names).join(' ');
  return { cloneId, namespace, status: ended.status, durationMs, volumes, different, ...failureOf(ended) };
}

type Contents = ReadonlyMap<string, Blocks>;

/** What is on the volumes of the source's claims now. */
async function blocksOfClaims({ cloud, source }: DemoWorld): Promise<Contents> {
  const claims = await volumesOfClaims(source);
  const present = [...claims].filter(([, id]) => cloud.ec2.findVolume(id));
  return new Map(
    present.map(([claim, id]) => [
      claim,
      new Map([...cloud.ec2.blocksOf(id)].map(([at, block]) => [at, Buffer.from(block)])),
    ]),
  );
}

/** By the log of all calls. */
function askedOfSource({ calls, accounts }: Cloud, before: number) {
  const since = calls.slice(before).filter(({ account }) => account === accounts.source.id);
  const snapshots = since.filter(({ operation }) => operation === 'CreateSnapshot' || operation === 'CreateSnapshots');
  const requests = since.filter(({ service }) => service === 'kubernetes');
  return { requestsToSource: requests.length, snapshotsTaken: snapshots.length };
}

async function timed(starting: ReturnType<typeof startExecution>, progress?: Progress) {
  const began = Date.now();
  const execution = await starting;
  const ended = await execution.ended((state) => progress?.step(state));
  return { name: execution.name, ended, durationMs: Date.now() - began };
}

const failureOf = ({ error, cause }: Ended) => (error ? { failure: `${error}: ${cause ?? ''}` } : {});
