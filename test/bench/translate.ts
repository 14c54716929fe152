import { parseArgs } from 'node:util';
import { table } from '../../cli/table.ts';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import { Request } from '../../core/base/request/request.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { readShards } from '../../core/base/run/records.ts';
import { translateStage } from '../../core/execute/apply/translate-stage.ts';
import { exportManifests } from '../../core/plan/export/export-manifests.ts';
import type { Facets } from '../../core/plan/objects/facets.ts';
import type { ObjectFilter } from '../../core/plan/objects/filter.ts';
import { keepObjects } from '../../core/plan/objects/keep-objects.ts';
import { readObjects } from '../../core/plan/objects/read-objects.ts';
import { withFindings } from '../../core/plan/objects/with-findings.ts';
import { planObjects } from '../../core/plan/plan-objects.ts';
import { translationContext } from '../../core/plan/translation-context.ts';
import type { ClusterFacts } from '../../core/translate/context.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { memoryObjectStore } from '../memory/object-store.ts';

const PAGE = 500;
const MIB = 1024 * 1024;
const KINDS = [
  { apiVersion: 'v1', kind: 'Namespace', resource: 'namespaces', namespaced: false },
  { apiVersion: 'v1', kind: 'ConfigMap', resource: 'configmaps', namespaced: true },
  { apiVersion: 'v1', kind: 'Service', resource: 'services', namespaced: true },
  { apiVersion: 'apps/v1', kind: 'Deployment', resource: 'deployments', namespaced: true },
].map((kind) => ({ ...kind, verbs: ['get', 'list'] }));

/** Exports, plans and translates a cluster of many objects, which are made up page by page and never held. */
export async function run(options: string[]): Promise<void> {
  const { values } = parseArgs({ args: options, options: { objects: { type: 'string', default: '100000' } } });
  const store = memoryObjectStore();
  const keys = keysOf('bench');
  const rows: string[][] = [];
  const timed = async <T>(what: string, count: number, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work();
    const seconds = (performance.now() - began) / 1000;
    rows.push([
      what,
      seconds.toFixed(1),
      (count / seconds).toFixed(0),
      (process.resourceUsage().maxRSS / 1024).toFixed(0),
    ]);
    return result;
  };
  const count = Number(values.objects);
  const request = Request.parse({});
  const place = { store, prefix: keys.export, indexKey: keys.index };
  const { index } = await timed('export', count, () =>
    exportManifests(imaginaryCluster(count), request.selection, place),
  );
  const context = translationContext({ request, source: factsOf('prod'), target: factsOf('dev'), index, volumes: {} });
  const plan = await timed('plan', count, () =>
    planObjects(readShards<KubeObject>(store, keys.export), context, Buffer.alloc(32)),
  );
  await timed('list the objects of the plan', count, () =>
    keepObjects(store, keys.planObjects, 'bench', withFindings(plan.records, plan.findings)),
  );
  await timePages(store, timed);
  for (const stage of ['foundation', 'workload'] as const) {
    await timed(`translate the ${stage}`, count, () =>
      translateStage(readShards<KubeObject>(store, keys.export), context, stage, store, 'bench'),
    );
  }
  console.log(table(['step', 's', 'objects/s', 'peak RSS MiB'], rows));
  console.log(`  the records themselves, kept in memory here: ${(await sizeOf(store)) / MIB} MiB`);
}

/** What an answer of the API reads: a page, and one of objects that are rare, at the end, or by a text. */
async function timePages(
  store: ObjectStore,
  timed: <T>(what: string, count: number, work: () => Promise<T>) => Promise<T>,
) {
  const keys = keysOf('bench').planObjects;
  const facets = JSON.parse(Buffer.from((await store.get(keys.facets))!).toString()) as Facets;
  const page = (filter: ObjectFilter, from = { shard: 0, at: 0 }) =>
    readObjects(store, keys, facets, { filter, limit: 50, from, size: 3_000_000 });
  for (const [what, filter, from] of [
    ['read the first page', {}],
    ['read the last page', {}, { shard: facets.shards - 1, at: 0 }],
    ['read the page of a rule', { rule: 'free-service-addresses' }],
    ['look for a name', { q: 'shop/deployments-7' }],
    ['look for a name that nothing has', { q: 'nothing' }],
  ] as const)
    await timed(what, facets.objects, () => page(filter, from));
  let bytes = 0;
  for await (const key of store.list(keys.objects)) bytes += (await store.get(key))!.length;
  console.log(`  the list of the plan's objects: ${facets.shards} shards, ${(bytes / MIB).toFixed(1)} MiB`);
}

function imaginaryCluster(count: number): ClusterApi {
  const perKind = Math.floor(count / 3);
  const lists: Pick<ClusterApi, 'discover' | 'list'> = {
    discover: async () => ({ resources: KINDS, failed: [] }),
    async *list(resource) {
      if (resource.kind === 'Namespace') yield [object(resource.apiVersion, resource.kind, 'shop', undefined)];
      else
        for (let at = 0; at < perKind; at += PAGE)
          yield Array.from({ length: Math.min(PAGE, perKind - at) }, (_, n) =>
            object(resource.apiVersion, resource.kind, `${resource.resource}-${at + n}`, 'shop'),
          );
    },
  };
  return lists as ClusterApi;
}

function object(apiVersion: string, kind: string, name: string, namespace: string | undefined): KubeObject {
  const metadata = {
    name,
    namespace,
    uid: crypto.randomUUID(),
    resourceVersion: '4711',
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { app: name },
    annotations: { note: 'x'.repeat(300) },
    managedFields: [{ manager: 'kubectl', operation: 'Apply' }],
  };
  const specs: Record<string, object> = {
    ConfigMap: { data: { 'application.properties': 'key=value\n'.repeat(40) } },
    Service: {
      spec: {
        clusterIP: '10.100.1.2',
        clusterIPs: ['10.100.1.2'],
        type: 'ClusterIP',
        selector: { app: name },
        ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      },
      status: { loadBalancer: {} },
    },
    Deployment: {
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: {
            containers: [
              { name: 'main', image: 'example.com/app:1', env: [{ name: 'URL', value: 'http://web.shop.svc:80' }] },
            ],
          },
        },
      },
      status: { readyReplicas: 2 },
    },
  };
  return { apiVersion, kind, metadata, ...specs[kind] };
}

const factsOf = (cluster: string): ClusterFacts => ({
  cluster,
  account: '444455556666',
  region: 'eu-west-1',
  zones: ['eu-west-1a'],
  version: '1.36',
  served: KINDS,
  storageClasses: [],
  drivers: ['ebs.csi.aws.com'],
  nodeLabels: [],
  present: [],
});

async function sizeOf(store: ReturnType<typeof memoryObjectStore>): Promise<number> {
  let bytes = 0;
  for await (const key of store.list('')) bytes += (await store.get(key))!.length;
  return bytes;
}
