import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { connect } from '../../../adapters/kubernetes/connect.ts';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { freePorts } from '../free-ports.ts';
import { kubeconfig } from '../kubeconfig.ts';
import { processes } from '../processes.ts';
import { realBackend } from '../real-backend.ts';
import { type VeleroTools, veleroTools } from './build-tools.ts';
import { ledger, MOVED, SNAPSHOT_CLASS, SNAPSHOT_TYPES } from './moved.ts';
import { type BackedUp, NodeAgent, playSnapshotController } from './node-agent.ts';
import { until } from './until.ts';
import { BACKUP, installation, workload } from './workload.ts';

const NODE = { name: 'n1', zone: 'us-east-1a', region: 'us-east-1', instanceId: 'i-0123456789abcdef0', labels: {} };

/**
 * Two backups by a real Velero of a real cluster, as key of the bucket -> bytes: `fresh` of namespace `shop`, by native snapshots and a
 * backup of files; and `moved` of namespace `ledger`, by snapshots of CSI whose data is moved into a repository. Real are the API server
 * with its controllers, Velero's server, and the uploader of its node agent; played are kubelets, the pods that the node agent starts
 * there, the controller of CSI snapshots, and the cloud behind Velero's plugins.
 */
export async function freshBackups(data: BackedUp): Promise<Map<string, Buffer>> {
  const tools = await veleroTools();
  const folder = mkdtempSync(join(tmpdir(), 'kubeferry-velero-'));
  const options = {
    name: 'old',
    version: '1.36',
    nodes: [NODE],
    authenticate: () => undefined,
    authorize: () => false,
  };
  const cluster = await realBackend().start(options);
  const { endpoint, certificateAuthority, admin } = cluster;
  if (!('cert' in admin)) throw new Error('The administrator of a real cluster has a certificate.');
  const api = connect({ endpoint, certificateAuthority, credential: admin });
  const places = { store: join(folder, 'store'), files: join(folder, 'files') };
  for (const each of Object.values(places)) mkdirSync(each);
  const agent = new NodeAgent(api, tools, places.files, data);
  try {
    await prepare(api, tools, places);
    writeFileSync(join(folder, 'kubeconfig'), kubeconfig(endpoint, certificateAuthority, admin), { mode: 0o600 });
    await withServer(tools, folder, [], async () => {
      await locationIsValid(api);
      await api.apply(BACKUP, MANAGER);
      await ended(api, 'fresh', () => agent.backUpPodVolumes());
    });
    await applyAll(api, [...SNAPSHOT_TYPES, SNAPSHOT_CLASS, ...ledger(NODE.zone)]);
    await withServer(tools, folder, ['--features=EnableCSI'], async () => {
      await api.apply(MOVED, MANAGER);
      await ended(api, 'moved', async () => {
        await playSnapshotController(api);
        await agent.moveData();
      });
    });
    return collect(places);
  } finally {
    api.close();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const locationIsValid = (api: ClusterApi) =>
  until('the storage location is valid', async () => {
    const found = await api.get({ ...LOCATION, name: 'default' });
    return (found?.status as { phase?: string } | undefined)?.phase === 'Available';
  });

const MANAGER = { manager: 'test', force: true };
const LOCATION = { apiVersion: 'velero.io/v1', kind: 'BackupStorageLocation', namespace: 'velero' };

async function prepare(api: ClusterApi, tools: VeleroTools, places: { store: string; files: string }): Promise<void> {
  const types = execFileSync(tools.velero, ['install', '--crds-only', '--dry-run', '-o', 'json'], {
    maxBuffer: 64 << 20,
    env: { ...process.env, KUBECONFIG: '' },
  });
  for (const { status: _, ...type } of (JSON.parse(types.toString()) as { items: KubeObject[] }).items)
    await api.apply(type as KubeObject, MANAGER);
  const storageClass = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'gp3' } };
  const objects = [
    { ...storageClass, provisioner: 'ebs.csi.aws.com' },
    ...workload(NODE.name, NODE.zone),
    ...installation({ root: places.store, fspath: places.files }),
  ];
  await applyAll(api, objects);
  await until('the pods run', async () => {
    const agents = await api.names({ apiVersion: 'v1', kind: 'Pod', namespace: 'velero' });
    const pods = [['shop', 'web'], ...[...agents.keys()].map((name) => ['velero', name])];
    const phases = pods.map(async ([namespace = '', name = '']) => {
      const pod = await api.get({ apiVersion: 'v1', kind: 'Pod', namespace, name });
      return (pod?.status as { phase?: string } | undefined)?.phase;
    });
    return agents.size > 0 && (await Promise.all(phases)).every((phase) => phase === 'Running');
  });
}

/** Kinds are served a moment after their definitions. */
async function applyAll(api: ClusterApi, objects: KubeObject[]): Promise<void> {
  for (const object of objects)
    await until(`${object.kind} ${object.metadata.name} is there`, () =>
      api.apply(object, MANAGER).then(
        () => true,
        () => false,
      ),
    );
}

/** Velero's server, for as long as the work takes. */
async function withServer(
  { velero, plugins }: VeleroTools,
  folder: string,
  options: string[],
  work: () => Promise<void>,
): Promise<void> {
  const own = mkdtempSync(join(folder, 'server-'));
  const running = processes(own);
  const [port = 0] = await freePorts(1);
  const flags = [
    'server',
    `--kubeconfig=${join(folder, 'kubeconfig')}`,
    `--plugin-dir=${plugins}`,
    `--metrics-address=127.0.0.1:${port}`,
    '--profiler-address=',
    '--uploader-type=kopia',
    ...options,
  ];
  try {
    running.start(velero, flags, { VELERO_NAMESPACE: 'velero', HOME: own, TMPDIR: own, KUBECONFIG: '' });
    await work();
  } catch (error) {
    throw new Error(complaints(join(own, 'velero.log')), { cause: error });
  } finally {
    await running.stop();
  }
}

const ENDED = /^(Completed|PartiallyFailed|Failed|FailedValidation)$/;

async function ended(api: ClusterApi, name: string, meanwhile: () => Promise<void>): Promise<void> {
  await until(`backup ${name} has ended`, async () => {
    await meanwhile();
    const backup = await api.get({ ...LOCATION, kind: 'Backup', name });
    const { phase = '' } = (backup?.status ?? {}) as { phase?: string };
    if (ENDED.test(phase) && phase !== 'Completed') throw new Error(`Backup ${name} is ${phase}.`);
    return phase === 'Completed';
  });
}

/** Kopia's file system backend cuts the names of blobs into folders, and ends each in `.f`; in S3 they are the keys. */
function collect({ store, files }: { store: string; files: string }): Map<string, Buffer> {
  const bucket = join(store, 'b');
  return new Map([
    ...filesIn(bucket).map((path): [string, Buffer] => [path, readFileSync(join(bucket, path))]),
    ...['shop', 'ledger'].flatMap((namespace) => blobsOf(files, `team/kopia/${namespace}`)),
  ]);
}

const blobsOf = (files: string, repository: string): [string, Buffer][] =>
  filesIn(join(files, repository))
    .filter((path) => path.endsWith('.f'))
    .map((path) => [
      `${repository}/${path.replaceAll('/', '').replace(/\.f$/, '')}`,
      readFileSync(join(files, repository, path)),
    ]);

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return entries.map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

/** What a server says before it does not do what is asked of it. */
const complaints = (log: string) =>
  existsSync(log)
    ? readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => /level=(error|fatal)/.test(line))
        .slice(-10)
        .join('\n')
    : 'Velero was not started.';
