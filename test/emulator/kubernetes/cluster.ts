import { Agent, request } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import type {
  Authenticate,
  Authorize,
  Meet,
  NodeSeed,
  RunningCluster,
} from '../../../emulator/kubernetes/contract/backend.ts';
import { type InProcessOptions, inProcess } from '../../../emulator/kubernetes/in-process.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';

export interface Reply {
  code: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON the server answered
  body: any;
  headers: Record<string, string | string[] | undefined>;
}

export interface TestCluster {
  running: RunningCluster;
  config: KubeConfig;
  /** One plain HTTPS request as the administrator, or with another token. */
  send(
    method: string,
    path: string,
    body?: unknown,
    options?: { type?: string; token?: string; accept?: string },
  ): Promise<Reply>;
  /** Server-side apply as `manager`. */
  apply(object: object, options?: { manager?: string; force?: boolean; dryRun?: boolean }): Promise<Reply>;
  /** Asks until `done` is true of the object at the path; fails after a few seconds. */
  until(path: string, done: (object: KubeObject) => boolean): Promise<KubeObject>;
  stop(): Promise<void>;
}

const NODES: NodeSeed[] = ['a', 'b'].map((letter) => ({
  name: `node-${letter}`,
  zone: `eu-west-1${letter}`,
  region: 'eu-west-1',
  instanceId: `i-00000000000000${letter}`,
  labels: { 'node.example/disk': letter === 'a' ? 'fast' : 'slow' },
}));

interface Options extends InProcessOptions {
  authenticate?: Authenticate;
  authorize?: Authorize;
  meet?: Meet;
}

/** A running in-process cluster with two nodes, and clients for it. */
export async function startCluster(options: Options = {}): Promise<TestCluster> {
  const { authenticate = () => undefined, authorize = () => false, meet, ...rest } = options;
  const cluster = { name: 'test', version: '1.36', authenticate, authorize, meet, nodes: NODES };
  const running = await inProcess(rest).start(cluster);
  const agent = new Agent({ keepAlive: true, ca: running.certificateAuthority });
  const token = (running.admin as { token: string }).token;
  const send: TestCluster['send'] = (method, path, body, { type, token: other, accept } = {}) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${other ?? token}`,
      ...(body === undefined
        ? {}
        : { 'content-type': type ?? 'application/json', 'content-length': Buffer.byteLength(text as string) }),
      ...(accept ? { accept } : {}),
    };
    return exchange(`${running.endpoint}${path}`, { method, agent, headers }, text as string | undefined);
  };
  return {
    running,
    config: kubeConfig(running, token),
    send,
    apply: (object, { manager = 'test', force, dryRun } = {}) => {
      const query = `fieldManager=${manager}${force ? '&force=true' : ''}${dryRun ? '&dryRun=All' : ''}`;
      return send('PATCH', `${pathOf(object as KubeObject)}?${query}`, object, {
        type: 'application/apply-patch+yaml',
      });
    },
    until: (path, done) => until(send, path, done),
    async stop() {
      agent.destroy();
      await running.stop();
    },
  };
}

function exchange(url: string, options: object, body: string | undefined): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const json = response.headers['content-type']?.startsWith('application/json');
        resolve({ code: response.statusCode!, body: json ? JSON.parse(text) : text, headers: response.headers });
      });
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function until(
  send: TestCluster['send'],
  path: string,
  done: (object: KubeObject) => boolean,
): Promise<KubeObject> {
  const deadline = Date.now() + 5000;
  for (;;) {
    const { code, body } = await send('GET', path);
    if (code === 200 && done(body)) return body;
    if (Date.now() > deadline) throw new Error(`${path} did not get there: ${JSON.stringify(body)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const PLURALS: Record<string, string> = {
  Ingress: 'ingresses',
  NetworkPolicy: 'networkpolicies',
  StorageClass: 'storageclasses',
};
const CLUSTER_SCOPE = [
  'Namespace',
  'PersistentVolume',
  'StorageClass',
  'CustomResourceDefinition',
  'ClusterRoleBinding',
];

/** URL path of an object of a built-in kind (or of one whose plural ends in s). */
export function pathOf({ apiVersion, kind, metadata }: KubeObject): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const place = CLUSTER_SCOPE.includes(kind) ? '' : `/namespaces/${metadata.namespace ?? 'default'}`;
  return `${root}${place}/${PLURALS[kind] ?? `${kind.toLowerCase()}s`}/${metadata.name}`;
}

function kubeConfig(running: RunningCluster, token: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [
      { name: 'test', server: running.endpoint, caData: Buffer.from(running.certificateAuthority).toString('base64') },
    ],
    users: [{ name: 'admin', token }],
    contexts: [{ name: 'test', cluster: 'test', user: 'admin' }],
    currentContext: 'test',
  });
  return config;
}
