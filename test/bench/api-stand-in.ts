/** An API server that answers discovery and lists after a round trip of so many milliseconds; made up as it is asked, never held. */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

export interface StandInJob {
  namespaces: number;
  kinds: number;
  objects: number;
  roundTripMs: number;
}
export interface StandInAnswer {
  endpoint: string;
  certificateAuthority: string;
}

/** The kinds that hold most of a cluster's objects; all others are custom resources of which there are few. */
const COMMON = ['ConfigMap', 'Secret', 'Service', 'ServiceAccount', 'Pod', 'Event', 'Lease', 'Claim', 'Job', 'Role'];
const COMMON_SHARE = 0.95;
const GROUP = 'bench.example';

process.on('message', (job: StandInJob) => void start(job));

async function start(job: StandInJob): Promise<void> {
  const pem = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  let lists = 0;
  const server = createServer({ key: pem.private, cert: pem.cert }, (request, response) => {
    const url = new URL(request.url ?? '/', 'https://localhost');
    if (url.pathname !== '/api' && url.pathname !== '/apis') lists++;
    const body = JSON.stringify(answer(url, job));
    setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(body), job.roundTripMs);
  });
  server.listen(0, '127.0.0.1', () => {
    const endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.send?.({ endpoint, certificateAuthority: pem.cert } satisfies StandInAnswer);
  });
  process.on('disconnect', () => process.exit());
  process.on('message', (text: unknown) => text === 'lists' && process.send?.(lists));
}

function answer(url: URL, job: StandInJob): unknown {
  if (url.pathname === '/api') return groups([{ name: '', version: 'v1', resources: [resource('Namespace', false)] }]);
  if (url.pathname === '/apis') {
    const resources = Array.from({ length: job.kinds }, (_, at) => resource(kindOf(at), true));
    return groups([{ name: GROUP, version: 'v1', resources }]);
  }
  if (url.pathname === '/api/v1/namespaces') {
    const items = Array.from({ length: job.namespaces }, (_, at) => ({ metadata: { name: `team-${at}` } }));
    return { kind: 'NamespaceList', apiVersion: 'v1', metadata: {}, items };
  }
  return page(url, job);
}

function page(url: URL, job: StandInJob): unknown {
  const found = /namespaces\/team-(\d+)\//.exec(url.pathname);
  const kind = Number(/kind(\d+)s$/.exec(url.pathname)?.[1]);
  const all = countOf(kind, job);
  const [first, step] = found ? [Number(found[1]), job.namespaces] : [0, 1];
  const count = Math.max(0, Math.ceil((all - first) / step));
  const from = Number(url.searchParams.get('continue') ?? 0);
  const to = Math.min(count, from + Number(url.searchParams.get('limit') ?? 500));
  const items = Array.from({ length: to - from }, (_, at) => object(kind, first + (from + at) * step, job));
  const rest = to < count ? { continue: String(to), remainingItemCount: count - to } : {};
  return { kind: `${kindOf(kind)}List`, apiVersion: `${GROUP}/v1`, metadata: rest, items };
}

function countOf(kind: number, { objects, kinds }: StandInJob): number {
  if (kind < COMMON.length) return Math.round((objects * COMMON_SHARE) / COMMON.length);
  return Math.round((objects * (1 - COMMON_SHARE)) / (kinds - COMMON.length));
}

const kindOf = (at: number) => `${COMMON[at] ?? 'Custom'}${at}`;

/** About 2 KB, as a Deployment or a ConfigMap is. */
const object = (kind: number, number: number, { namespaces }: StandInJob) => ({
  metadata: {
    name: `${kindOf(kind).toLowerCase()}-${number}`,
    namespace: `team-${number % namespaces}`,
    uid: `${kind}-${number}`,
    labels: { app: `app-${number % 50}` },
  },
  spec: { text: `${number} `.repeat(200), number },
});

const resource = (kind: string, namespaced: boolean) => ({
  resource: namespaced ? `kind${/\d+$/.exec(kind)?.[0]}s` : `${kind.toLowerCase()}s`,
  responseKind: { kind },
  scope: namespaced ? 'Namespaced' : 'Cluster',
  verbs: ['get', 'list'],
});

const groups = (all: { name: string; version: string; resources: unknown[] }[]) => ({
  kind: 'APIGroupDiscoveryList',
  items: all.map(({ name, version, resources }) => ({ metadata: { name }, versions: [{ version, resources }] })),
});
