import { mkdirSync, writeFileSync } from 'node:fs';
import { get as getHttp } from 'node:http';
import { get as getHttps, type RequestOptions } from 'node:https';
import { join } from 'node:path';
import { freePorts } from './free-ports.ts';
import { kubeconfig } from './kubeconfig.ts';
import { makePki, type Pki } from './pki.ts';
import type { Processes } from './processes.ts';

export interface ControlPlaneOptions {
  /** Holds etcd, kube-apiserver, kube-controller-manager, kube-scheduler and kwok. */
  binaries: string;
  folder: string;
  processes: Processes;
  /** Minor version to behave like, such as `1.34`. */
  version: string;
  /** Of the API server; a free one when left out. */
  port?: number | undefined;
  /** AuthenticationConfiguration, beside the webhook. */
  authentication?: object | undefined;
  /** URL that answers TokenReviews and SubjectAccessReviews. */
  webhook: string;
}

export const NEWEST = '1.36';
const SERVER_VERSION = 'v1.36.3-eks-3025e55';

/** Starts etcd, the API server, the controllers, the scheduler and the fake kubelets, all on 127.0.0.1. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<{ endpoint: string; pki: Pki }> {
  mkdirSync(options.folder, { recursive: true });
  const pki = await makePki();
  const [etcdPort = 0, peerPort = 0, freePort = 0] = await freePorts(3);
  const apiPort = options.port ?? freePort;
  const endpoint = `https://127.0.0.1:${apiPort}`;
  const files = writeFiles(options, pki, endpoint);
  await startEtcd(options, etcdPort, peerPort);
  await startApiServer(options, files, pki, etcdPort, apiPort);
  startControllers(options, files);
  return { endpoint, pki };
}

type Files = ReturnType<typeof writeFiles>;

function writeFiles({ folder, webhook, authentication }: ControlPlaneOptions, pki: Pki, endpoint: string) {
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  return {
    ca: file('ca.crt', pki.ca.cert),
    caKey: file('ca.key', pki.ca.key),
    cert: file('apiserver.crt', pki.apiServer.cert),
    key: file('apiserver.key', pki.apiServer.key),
    accountKey: file('sa.key', pki.serviceAccounts.privateKey),
    accountPublicKey: file('sa.pub', pki.serviceAccounts.publicKey),
    admin: file('admin.kubeconfig', kubeconfig(endpoint, pki.ca.cert, pki.admin)),
    webhook: file('webhook.kubeconfig', kubeconfig(webhook)),
    authentication: authentication && file('authentication.json', JSON.stringify(authentication)),
  };
}

async function startEtcd({ binaries, folder, processes }: ControlPlaneOptions, port: number, peerPort: number) {
  const client = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  const etcd = processes.start(join(binaries, 'etcd'), [
    '--name=default',
    `--data-dir=${folder}/etcd`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--quota-backend-bytes=4294967296',
    '--log-level=warn',
    // Nothing outlives a test.
    '--unsafe-no-fsync',
  ]);
  await etcd.until('etcd is healthy', () => answers(getHttp, `${client}/health`));
}

async function startApiServer(options: ControlPlaneOptions, files: Files, pki: Pki, etcdPort: number, port: number) {
  const { binaries, processes, version } = options;
  const issuer = 'https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
  const args = [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    // The server refuses to advertise a loopback address; nobody reads this one.
    '--advertise-address=192.0.2.1',
    '--endpoint-reconciler-type=none',
    `--tls-cert-file=${files.cert}`,
    `--tls-private-key-file=${files.key}`,
    `--client-ca-file=${files.ca}`,
    `--service-account-issuer=${issuer}`,
    `--service-account-key-file=${files.accountPublicKey}`,
    `--service-account-signing-key-file=${files.accountKey}`,
    `--api-audiences=${issuer},sts.amazonaws.com`,
    '--service-cluster-ip-range=10.100.0.0/16',
    '--allow-privileged=true',
    `--authentication-token-webhook-config-file=${files.webhook}`,
    '--authentication-token-webhook-version=v1',
    '--authentication-token-webhook-cache-ttl=5s',
    '--authorization-mode=Node,RBAC,Webhook',
    `--authorization-webhook-config-file=${files.webhook}`,
    '--authorization-webhook-version=v1',
    '--authorization-webhook-cache-authorized-ttl=1s',
    '--authorization-webhook-cache-unauthorized-ttl=1s',
    // One client may use the whole machine.
    '--enable-priority-and-fairness=false',
    '--max-requests-inflight=0',
    '--max-mutating-requests-inflight=0',
    '--profiling=false',
    ...(files.authentication ? [`--authentication-config=${files.authentication}`] : []),
    ...emulated(version),
  ];
  const env: NodeJS.ProcessEnv = version === NEWEST ? { KUBEBOX_GIT_VERSION: SERVER_VERSION } : {};
  const server = processes.start(join(binaries, 'kube-apiserver'), args, env);
  const tls = { ca: pki.ca.cert, cert: pki.admin.cert, key: pki.admin.key };
  await server.until('kube-apiserver is ready', () => answers(getHttps, `https://127.0.0.1:${port}/readyz`, tls));
}

function startControllers({ binaries, folder, processes, version }: ControlPlaneOptions, files: Files): void {
  const common = [`--kubeconfig=${files.admin}`, '--leader-elect=false', '--secure-port=0', '--kube-api-qps=1000'];
  processes.start(join(binaries, 'kube-controller-manager'), [
    ...common,
    '--kube-api-burst=2000',
    `--service-account-private-key-file=${files.accountKey}`,
    `--root-ca-file=${files.ca}`,
    `--cluster-signing-cert-file=${files.ca}`,
    `--cluster-signing-key-file=${files.caKey}`,
    '--node-monitor-grace-period=10m',
    '--pvclaimbinder-sync-period=1s',
    // Played by emulator/csi, together with the attacher that it gives its orders to.
    '--controllers=*,-persistentvolume-attach-detach-controller',
    ...emulated(version),
  ]);
  processes.start(join(binaries, 'kube-scheduler'), [...common, '--kube-api-burst=2000', ...emulated(version)]);
  const kwok = [
    `--kubeconfig=${files.admin}`,
    `--config=${join(import.meta.dirname, 'kwok.yaml')}`,
    '--manage-all-nodes=true',
    '--node-ip=192.0.2.1',
    '--node-lease-duration-seconds=200',
  ];
  processes.start(join(binaries, 'kwok'), kwok, { HOME: folder });
}

/** The controllers need it too, else their informers wait forever for APIs that the server does not serve. */
function emulated(version: string): string[] {
  return version === NEWEST ? [] : [`--emulated-version=${version}`];
}

function answers(get: typeof getHttps, url: string, tls: RequestOptions = {}): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const request = get(url, { ...tls, timeout: 2000 }, (response) => {
    response.resume();
    resolve(response.statusCode === 200);
  });
  request.on('error', () => resolve(false)).on('timeout', () => request.destroy());
  return promise;
}
