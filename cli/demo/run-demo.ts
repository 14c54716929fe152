import { s3ObjectStore } from '../../adapters/aws/object-store.ts';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import { unwrap } from '../../core/base/run/failure.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Report } from '../../core/reporting/report.ts';
import type { SourceIndex } from '../../core/translate/context.ts';
import type { ClusterBackend } from '../../emulator/kubernetes/contract/backend.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { currentAssembly } from '../assembly.ts';
import { administer } from './admin.ts';
import { addManagedDisks } from './aks.ts';
import { devicesOf } from './block-devices.ts';
import { configOf } from './config-of.ts';
import { countMoved, type Moved } from './count-moved.ts';
import { volumesOfClaims, writeDisks } from './disks.ts';
import { type Ended, startExecution } from './execution.ts';
import { fingerprintCluster, fingerprintVolumes, sameMaps } from './fingerprint.ts';
import { fromDumps } from './from-dumps.ts';
import { addBackups } from './from-restic.ts';
import { leftBehind } from './left-behind.ts';
import { loadCluster } from './load-cluster.ts';
import { MASKED_CLAIMS } from './masking.ts';
import type { DemoInput } from './options.ts';
import { playedClusters } from './played-clusters.ts';
import type { Progress } from './progress.ts';
import { proveCluster } from './prove-cluster.ts';
import { proveMasking } from './prove-masking.ts';
import { proveObjects } from './prove-objects.ts';
import { proveVolumes } from './prove-volumes.ts';
import { type DemoResult, missedOf } from './result.ts';
import { saveReport } from './save-report.ts';
import { builtInDisks, furniture } from './source-workload.ts';
import { addVelero } from './velero/add-backups.ts';
import { keptByVelero } from './velero/kept-by-velero.ts';
import { waitForSource } from './wait-for-source.ts';

/** The route of kubeferry.config.ts that the demo sails. */
export const ROUTE = 'kubeferry-prod-to-dev';
const SPEED = 20;
/** Sources with something that is no object and on no volume of EBS. */
const KEEPS: (string | undefined)[] = ['aks', 'velero'];
/** Seed of the second day's orders. */
const TOMORROW = 100;

/**
 * The main job on this machine: a cloud, a source with a workload and its data, one StartExecution, and then the proof.
 * `onCloud` gets the cloud as soon as it runs, for whoever has to end it.
 */
export async function runDemo(
  input: DemoInput,
  backend: ClusterBackend,
  progress: Progress,
  onCloud: (cloud: Cloud) => void,
): Promise<DemoResult> {
  const played = playedClusters(input, backend);
  const told = (cloud: Cloud) => {
    played.of(cloud);
    onCloud(cloud);
  };
  try {
    const world = await startWorld(input, played.backend, progress, told);
    return await cloneAndProve({ ...world, shares: played.shares }, progress);
  } finally {
    progress.end();
    played.end();
  }
}

/** Clones once, or twice where the second replaces the first, and proves the last. */
export async function cloneAndProve(world: DemoWorld, progress: Progress): Promise<DemoResult> {
  const { cloud, source, input, namespaces, shares } = world;
  const run = () => cloneOnce({ cloud, source, input, shares }, namespaces, progress);
  let last = await run();
  if (input.refresh && last.ended.status === 'SUCCEEDED') {
    progress.step('Take other orders at the source, and clone into the same namespaces again');
    if (input.builtIn) await writeDisks(builtInDisks(TOMORROW), source, devicesOf(cloud));
    last = await run();
  }
  progress.step('Prove it');
  return prove(last);
}

/** A cloud with the source cluster loaded. */
export interface DemoWorld {
  cloud: Cloud;
  source: ClusterApi;
  input: DemoInput;
  namespaces: string[];
  /** What lies on claims of the source that are on no volume: folders of this machine. */
  shares?: ReadonlyMap<string, string> | undefined;
}

/** `onCloud` gets the cloud as soon as it runs, for whoever has to end it. */
export async function startWorld(
  input: DemoInput,
  backend: ClusterBackend,
  progress: Progress,
  onCloud: (cloud: Cloud) => void,
): Promise<DemoWorld> {
  const config = await configOf(input);
  const assembly = currentAssembly(() => progress.step('Synthesize the app'), config);
  const clusters = input.createCluster ? 'one cluster' : 'two clusters';
  const places = input.sameAccount || input.handOver ? 'two accounts, two Regions' : 'three accounts, two Regions';
  progress.step(`Start the local cloud: ${places}, ${clusters}`);
  const cloud = await startCloud({ assembly, backend, speed: SPEED, targetCluster: !input.createCluster });
  onCloud(cloud);
  const source = administer(cloud.clusters.source.running);
  if (input.from === 'restic' || input.from === 'kubernetes') addBackups(cloud);
  if (!input.createCluster)
    await loadCluster(administer(cloud.clusters.target.running), furniture(input.to ?? 'target'));
  if (input.from === 'velero') {
    progress.step('Put the backups into a bucket; the source cluster has nothing');
    addVelero(cloud);
    return { cloud, source, input, namespaces: ['shop'] };
  }
  progress.step('Load the source cluster');
  const namespaces = await loadSource(input, cloud, source, progress);
  return { cloud, source, input, namespaces };
}

async function cloneOnce(
  parts: Pick<Run, 'cloud' | 'source' | 'input' | 'shares'>,
  namespaces: string[],
  progress: Progress,
): Promise<Run> {
  const { cloud, source, input } = parts;
  const before = await look(cloud, source);
  const started = Date.now();
  const earlier = cloud.calls.length;
  const execution = await startExecution(cloud, ROUTE, { ...input.request, selection: { namespaces } });
  const ended = await execution.ended((state) => progress.step(state));
  const moved = countMoved(cloud.calls.slice(earlier));
  return { ...parts, before, cloneId: execution.name, ended, durationMs: Date.now() - started, moved };
}

async function loadSource(input: DemoInput, cloud: Cloud, source: ClusterApi, progress: Progress): Promise<string[]> {
  if (input.from !== 'kubernetes' && input.from !== 'aks') await loadCluster(source, furniture('source'));
  const namespaces = await loadCluster(source, fromDumps(input.manifests));
  const late = await waitForSource(source, namespaces, () => cloud.settled());
  for (const sentence of late) progress.note(`not ready at the source, cloned as it is: ${sentence}`);
  addManagedDisks(cloud.azure, input.manifests);
  await writeDisks(input.disks, source, devicesOf(cloud));
  return input.builtIn ? ['shop'] : namespaces;
}

interface Look {
  objects: Map<string, string>;
  volumes: Map<string, string>;
  /** What backups at the source hold. */
  kept: Map<string, string>;
}

async function look(cloud: Cloud, source: ClusterApi): Promise<Look> {
  const devices = devicesOf(cloud);
  const present = [...(await volumesOfClaims(source)).values()].filter((id) => devices.findVolume(id));
  return {
    objects: await fingerprintCluster(source),
    volumes: fingerprintVolumes(devices, present),
    kept: keptByVelero(cloud),
  };
}

interface Run {
  cloud: Cloud;
  source: ClusterApi;
  input: DemoInput;
  shares?: ReadonlyMap<string, string> | undefined;
  before: Look;
  cloneId: string;
  ended: Ended;
  durationMs: number;
  moved: Moved;
}

async function prove({
  cloud,
  source,
  input,
  shares,
  before,
  cloneId,
  ended,
  durationMs,
  moved,
}: Run): Promise<DemoResult> {
  const store = recordsOf(cloud);
  const report = await findRecord<Report>(store, keysOf(cloneId).report);
  const succeeded = ended.status === 'SUCCEEDED';
  const after = await look(cloud, source);
  const changes = [...sameMaps(before.objects, after.objects), ...sameMaps(before.volumes, after.volumes)];
  if (KEEPS.includes(input.from)) changes.push(...sameMaps(before.kept, after.kept));
  const cause = unwrap({ Error: ended.error ?? '', Cause: ended.cause ?? '' });
  return {
    cloneId,
    status: ended.status,
    durationMs,
    moved,
    objects: report?.objects ?? { selected: 0, applied: 0, dropped: 0, blocked: 0, skipped: 0, failed: 0 },
    volumes: succeeded
      ? await proveVolumes(devicesOf(cloud), report?.volumes ?? [], input.mask ? MASKED_CLAIMS : [], shares)
      : [],
    ...(report?.masking ? { masking: await proveMasking(cloud, report) } : {}),
    findings: report?.findings ?? [],
    ...(succeeded ? await proveTarget(cloud, source, input, cloneId) : { different: [], leftBehind: [] }),
    missed: report ? missedOf(report) : [],
    sourceUnchanged: changes.length === 0,
    sourceChanges: changes,
    report: await saveReport(store, cloneId),
    ...(succeeded ? {} : { failure: report?.failure ?? { error: cause.Error, sentence: cause.Cause, problems: [] } }),
  };
}

/** The target as it is now; its cluster may have been made by the run. */
async function proveTarget(cloud: Cloud, source: ClusterApi, input: DemoInput, cloneId: string) {
  const target = administer(cloud.clusters.target.running);
  const store = recordsOf(cloud);
  return {
    different: (await proveObjects(target, store, cloneId)).different,
    leftBehind: input.builtIn ? [] : await staysBehind(source, store, input, cloneId),
    ...(await proveCluster(cloud, store, cloneId)),
  };
}

async function staysBehind(
  source: ClusterApi,
  store: ObjectStore,
  input: DemoInput,
  cloneId: string,
): Promise<string[]> {
  const index = await findRecord<SourceIndex>(store, keysOf(cloneId).index);
  return index ? leftBehind(source, fromDumps(input.manifests), index) : [];
}

export function recordsOf(cloud: Cloud): ObjectStore {
  const { region, credentials } = cloud.accounts.hub;
  // The SDK reads the endpoint from here, as anybody who points a stock client at the local cloud does.
  process.env.AWS_ENDPOINT_URL = cloud.endpoint;
  return s3ObjectStore({ bucket: cloud.bucket, region, credentials: async () => credentials });
}
