/**
 * Two API servers that answer after a round trip: one has mixed objects in many namespaces, the other one the namespaces alone.
 * Objects are held as the text that is sent; what is written is answered and not kept.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import type { KubeObject } from '../../kube/kube-object.ts';
import { mixedObjects } from './mixed-objects.ts';

export interface MixedJob {
  namespaces: number;
  kinds: number;
  objects: number;
  roundTripMs: number;
}
export interface MixedAnswer {
  full: string;
  bare: string;
  certificateAuthority: string;
}

interface Held {
  namespace: string;
  name: string;
  text: string;
  metadata: string;
}
/** `apps/v1/deployments` -> what is there, by namespace. */
type World = Map<string, Map<string, Held[]>>;

process.on('disconnect', () => process.exit());
process.on('message', (job: MixedJob | 'calls') => void (job === 'calls' ? process.send?.(calls) : start(job)));
let calls = 0;

async function start(job: MixedJob): Promise<void> {
  const pem = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const homes = Array.from({ length: job.namespaces }, (_, at) => `team-${String(at).padStart(4, '0')}`);
  const objects = mixedObjects(job.objects, homes, 1);
  const namespaces = homes.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }) as KubeObject);
  const discovery = discoveryOf([...namespaces.slice(0, 1), ...objects], job.kinds);
  const serve = async (world: World) => {
    const server = createServer({ key: pem.private, cert: pem.cert }, (request, response) => {
      calls++;
      void answer(world, discovery, request, (status, text) =>
        setTimeout(() => send(response, status, text), job.roundTripMs),
      );
    });
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const [full, bare] = [await serve(worldOf([...namespaces, ...objects])), await serve(worldOf(namespaces))];
  process.send?.({ full, bare, certificateAuthority: pem.cert } satisfies MixedAnswer);
}

const send = (response: ServerResponse, status: number, text: string) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);

const resourceOf = (kind: string) => {
  const small = kind.toLowerCase();
  if (small.endsWith('y')) return `${small.slice(0, -1)}ies`;
  return small.endsWith('s') ? `${small}es` : `${small}s`;
};

function worldOf(objects: KubeObject[]): World {
  const world: World = new Map();
  for (const object of objects) {
    const { namespace = '', name } = object.metadata;
    const uid = `${object.kind}-${namespace}-${name}`;
    const managedFields = [
      {
        manager: 'kubectl-client-side-apply',
        operation: 'Update',
        apiVersion: object.apiVersion,
        time: MADE,
        fieldsType: 'FieldsV1',
        fieldsV1: FIELDS,
      },
    ];
    const metadata = { ...object.metadata, uid, resourceVersion: '4711', creationTimestamp: MADE, managedFields };
    const place = `${object.apiVersion}/${resourceOf(object.kind)}`;
    const kinds = world.get(place) ?? new Map<string, Held[]>();
    world.set(place, kinds);
    const held = {
      namespace,
      name,
      text: JSON.stringify({ ...object, metadata }),
      metadata: JSON.stringify({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata }),
    };
    kinds.set(namespace, [...(kinds.get(namespace) ?? []), held]);
  }
  return world;
}
const MADE = '2026-01-01T00:00:00Z';
const FIELDS = {
  'f:metadata': { 'f:labels': { '.': {}, 'f:app': {}, 'f:team': {} } },
  'f:spec': { '.': {}, 'f:replicas': {} },
};

type Reply = (status: number, text: string) => void;

async function answer(world: World, discovery: Map<string, string>, request: IncomingMessage, reply: Reply) {
  const url = new URL(request.url ?? '/', 'https://localhost');
  const known = discovery.get(url.pathname);
  if (known) return reply(200, known);
  const { place, namespace, name } = partsOf(url.pathname);
  const body = await bodyOf(request);
  const light = (request.headers.accept ?? '').includes('PartialObjectMetadata');
  if (name === undefined && request.method === 'GET') return reply(200, listed(world, place, namespace, url, light));
  const held = world
    .get(place)
    ?.get(namespace ?? '')
    ?.find((each) => each.name === name);
  if (request.method === 'POST') return reply(201, light ? '{"metadata":{"name":"made","uid":"made"}}' : body);
  if (request.method === 'GET' && held) return reply(200, light ? held.metadata : held.text);
  if (request.method === 'PATCH' && held) return reply(200, held.text);
  if (request.method === 'PATCH') return reply(201, body);
  reply(404, JSON.stringify({ kind: 'Status', reason: 'NotFound', code: 404, message: 'not found' }));
}

function partsOf(path: string) {
  const parts = path.split('/').slice(2).map(decodeURIComponent);
  const version = path.startsWith('/apis/') ? `${parts.shift()}/${parts.shift()}` : parts.shift();
  if (parts[0] === 'namespaces' && parts.length > 2)
    return { place: `${version}/${parts[2]}`, namespace: parts[1], name: parts[3] };
  return { place: `${version}/${parts[0]}`, namespace: undefined, name: parts[1] };
}

function listed(world: World, place: string, namespace: string | undefined, url: URL, light: boolean): string {
  const kinds = world.get(place);
  const all = namespace === undefined ? [...(kinds?.values() ?? [])].flat() : (kinds?.get(namespace) ?? []);
  const from = Number(url.searchParams.get('continue') ?? 0);
  const to = Math.min(all.length, from + Number(url.searchParams.get('limit') ?? all.length));
  const items = all.slice(from, to).map((each) => (light ? each.metadata : each.text));
  const rest = to < all.length ? { continue: String(to), remainingItemCount: all.length - to } : {};
  return `{"kind":"List","apiVersion":"v1","metadata":${JSON.stringify(rest)},"items":[${items.join(',')}]}`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The kinds of the objects, and so many custom ones of which there are none. */
function discoveryOf(objects: KubeObject[], kinds: number): Map<string, string> {
  const groups = new Map<string, Map<string, unknown>>();
  const add = (apiVersion: string, kind: string, namespaced: boolean) => {
    const resource = {
      resource: resourceOf(kind),
      responseKind: { kind },
      scope: namespaced ? 'Namespaced' : 'Cluster',
      verbs: VERBS,
    };
    groups.set(apiVersion, (groups.get(apiVersion) ?? new Map()).set(kind, resource));
  };
  for (const { apiVersion, kind, metadata } of objects) add(apiVersion, kind, metadata.namespace !== undefined);
  add('v1', 'Node', false);
  for (let at = 0; at < kinds; at++) add('bench.example/v1', `Custom${at}`, true);
  const listOf = (wanted: (apiVersion: string) => boolean) => {
    const items = [...groups]
      .filter(([apiVersion]) => wanted(apiVersion))
      .map(([apiVersion, resources]) => {
        const [version = '', group = ''] = apiVersion.split('/').toReversed();
        return { metadata: { name: group }, versions: [{ version, resources: [...resources.values()] }] };
      });
    return JSON.stringify({ kind: 'APIGroupDiscoveryList', items });
  };
  const versions = [...groups].map(([apiVersion, resources]): [string, string] => [
    `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`,
    JSON.stringify({
      kind: 'APIResourceList',
      groupVersion: apiVersion,
      resources: [...resources.values()].map(plain),
    }),
  ]);
  return new Map([
    ['/api', listOf((each) => !each.includes('/'))],
    ['/apis', listOf((each) => each.includes('/'))],
    ['/version', '{"gitVersion":"v1.36.0"}'],
    ...versions,
  ]);
}
const VERBS = ['get', 'list', 'create', 'patch', 'delete'];
const plain = (each: unknown) => {
  const { resource, responseKind, scope } = each as { resource: string; responseKind: { kind: string }; scope: string };
  return { name: resource, kind: responseKind.kind, namespaced: scope === 'Namespaced', verbs: VERBS };
};
