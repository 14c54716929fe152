import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connect } from '../../../adapters/kubernetes/connect.ts';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { freePorts } from '../free-ports.ts';
import { kubeconfig } from '../kubeconfig.ts';
import { type Processes, processes } from '../processes.ts';
import { realBackend } from '../real-backend.ts';
import { type VeleroTools, veleroTools } from './build-tools.ts';
import { BACKUP, installation, workload } from './workload.ts';

const NODE = { name: 'n1', zone: 'us-east-1a', region: 'us-east-1', instanceId: 'i-0123456789abcdef0', labels: {} };
const MANAGER = { manager: 'test', force: true };
/** Velero's built-in one. */
const PASSWORD = 'static-passw0rd';

/**
 * A backup by a real Velero of a real cluster: key of the bucket -> bytes. Real are the API server with its controllers, Velero's server, its
 * repository, and the uploader of its node agent; played are kubelets, the pods that the node agent starts there, and the cloud behind
 * Velero's plugins. `tree` is what the claim `files` holds.
 */
export async function freshBackup(tree: string): Promise<Map<string, Buffer>> {
  const tools = await veleroTools();
  const folder = mkdtempSync(join(tmpdir(), 'kubeferry-velero-'));
  const running = processes(folder);
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
  try {
    await prepare(api, tools, places);
    writeFileSync(join(folder, 'kubeconfig'), kubeconfig(endpoint, certificateAuthority, admin), { mode: 0o600 });
    await startServer(running, tools, folder);
    await until('the storage location is valid', async () => {
      const found = await api.get({ ...LOCATION, name: 'default' });
      return (found?.status as { phase?: string } | undefined)?.phase === 'Available';
    });
    await api.apply(BACKUP, MANAGER);
    await playNodeAgent(api, (tree) => upload(tools, folder, places.files, tree), tree);
    return collect(places);
  } catch (error) {
    throw new Error(complaints(join(folder, 'velero.log')), { cause: error });
  } finally {
    api.close();
    await running.stop();
    await cluster.stop();
  }
}

const LOCATION = { apiVersion: 'velero.io/v1', kind: 'BackupStorageLocation', namespace: 'velero' };
const POD_VOLUMES = { apiVersion: 'velero.io/v1', kind: 'PodVolumeBackup', namespace: 'velero' };

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
  for (const object of objects)
    await until(`${object.kind} ${object.metadata.name} is there`, () =>
      api.apply(object, MANAGER).then(
        () => true,
        () => false,
      ),
    );
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

async function startServer(running: Processes, { velero, plugins }: VeleroTools, folder: string): Promise<void> {
  const [port = 0] = await freePorts(1);
  running.start(
    velero,
    [
      'server',
      `--kubeconfig=${join(folder, 'kubeconfig')}`,
      `--plugin-dir=${plugins}`,
      `--metrics-address=127.0.0.1:${port}`,
      '--profiler-address=',
      '--uploader-type=kopia',
    ],
    { VELERO_NAMESPACE: 'velero', HOME: folder, TMPDIR: folder, KUBECONFIG: '' },
  );
}

const ENDED = /^(Completed|PartiallyFailed|Failed|FailedValidation)$/;

/** Uploads what each PodVolumeBackup asks for, until the backup has ended. */
async function playNodeAgent(api: ClusterApi, upload: (tree: string) => string, tree: string) {
  const done = new Set<string>();
  await until('the backup has ended', async () => {
    for (const name of (await api.names(POD_VOLUMES)).keys()) {
      if (done.has(name)) continue;
      done.add(name);
      const snapshotID = upload(tree);
      const now = new Date().toISOString();
      const progress = { totalBytes: 1, bytesDone: 1 };
      const times = { startTimestamp: now, completionTimestamp: now };
      const status = { phase: 'Completed', snapshotID, path: '/host_pods/x', ...times, progress };
      await api.merge({ ...POD_VOLUMES, name }, { status }, { manager: 'node-agent' });
    }
    const backup = await api.get({ ...LOCATION, kind: 'Backup', name: 'fresh' });
    const { phase = '' } = (backup?.status ?? {}) as { phase?: string };
    if (ENDED.test(phase) && phase !== 'Completed') throw new Error(`The backup is ${phase}.`);
    return phase === 'Completed';
  });
}

/** By the uploader of Velero itself, into the repository that its server has made. */
function upload({ uploader }: VeleroTools, folder: string, files: string, tree: string): string {
  const made = execFileSync(uploader, [files, 'team/kopia/shop', PASSWORD, 'files', tree, 'shop/files'], {
    env: { ...process.env, HOME: folder, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return made.toString().split(' ')[0]!;
}

/** Kopia's file system backend cuts the names of blobs into folders, and ends each in `.f`; in S3 they are the keys. */
function collect({ store, files }: { store: string; files: string }): Map<string, Buffer> {
  const bucket = join(store, 'b');
  const repository = join(files, 'team/kopia/shop');
  const blobs = filesIn(repository).filter((path) => path.endsWith('.f'));
  return new Map([
    ...filesIn(bucket).map((path): [string, Buffer] => [path, readFileSync(join(bucket, path))]),
    ...blobs.map((path): [string, Buffer] => [
      `team/kopia/shop/${path.replaceAll('/', '').replace(/\.f$/, '')}`,
      readFileSync(join(repository, path)),
    ]),
  ]);
}

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

const PATIENCE_MS = 240_000;

async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await wait(300)) if (await check()) return;
  throw new Error(`${what}: not within ${PATIENCE_MS / 1000} s.`);
}
