import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { fieldAt, isRecord, listAt, mapAt } from '../../../kube/fields.ts';
import { type KubeObject, type ObjectRef, refText } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { KubeferryError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { readShard, readShards } from '../../base/run/records.ts';
import { memberKey } from '../../plan/refresh/members.ts';
import { definedKind } from '../../translate/references.ts';
import { servicesBehind } from '../../translate/services-behind.ts';
import { AFTER_SERVICES, CONVERTED } from '../../translate/waves.ts';
import { appliedByRun } from '../owners/applied-by-run.ts';

const listed = (apiVersion: string, kind: string, resource: string): ServedResource => ({
  apiVersion,
  kind,
  resource,
  namespaced: true,
  verbs: ['list'],
});
const SLICES = listed('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices');
const WORKLOADS = [
  listed('apps/v1', 'Deployment', 'deployments'),
  listed('apps/v1', 'StatefulSet', 'statefulsets'),
  listed('apps/v1', 'DaemonSet', 'daemonsets'),
];

/**
 * The gate before what makes the API server ask a Service of the clone: somebody has to answer there, or the server refuses
 * the objects, or with a webhook what others do in the target. Throws NotYet while no pod behind a Service is ready.
 * Services that the run has not applied are not its affair, nor are those behind which nothing is to run: nobody will ever answer
 * there.
 */
export async function requireServed(
  api: ClusterApi,
  store: ObjectStore,
  { cloneId, wave, key }: { cloneId: string; wave: string; key: string },
): Promise<void> {
  if (!AFTER_SERVICES.includes(wave)) return;
  const objects = await readShard<KubeObject>(store, key);
  const asking = wave === CONVERTED.wave ? await typesOf(store, cloneId, objects) : objects;
  const services = [...new Map(asking.flatMap(servicesBehind).map((ref) => [memberKey(ref), ref])).values()];
  const applied = await appliedByRun(store, cloneId, services);
  const own = services.filter((ref) => applied.has(memberKey(ref)));
  const served = await inParallel(own, 8, async (ref) => (await isServed(api, ref)) || !(await isToRun(api, ref)));
  const late = own.filter((_, at) => !served[at]);
  if (late.length === 0) return;
  throw new KubeferryError(
    'NotYet',
    `Wave ${wave} needs ${late.length} Services at which nobody answers yet, the first is ${refText(late[0]!)}: look at the pods behind it.`,
  );
}

/** The definitions of these custom resources, as the run has applied them. */
async function typesOf(store: ObjectStore, cloneId: string, objects: readonly KubeObject[]): Promise<KubeObject[]> {
  const kinds = new Set(objects.map(({ apiVersion, kind }) => `${kind}.${apiVersion.split('/')[0]}`));
  const types: KubeObject[] = [];
  const prefix = keysOf(cloneId).translated('foundation', '010-custom-resource-definitions');
  for await (const shard of readShards<KubeObject>(store, prefix))
    types.push(...shard.filter((type) => kinds.has(definedKind(type))));
  return types;
}

/** https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions: a condition that is not said is met. */
async function isServed(api: ClusterApi, { namespace = '', name }: ObjectRef): Promise<boolean> {
  const options = { namespace, labelSelector: `kubernetes.io/service-name=${name}` };
  for await (const page of api.list(SLICES, options))
    if (page.some((slice) => listAt(slice, 'endpoints').some(isReady))) return true;
  return false;
}

/** Whether a workload with replicas has pods that the Service selects. */
async function isToRun(api: ClusterApi, ref: ObjectRef): Promise<boolean> {
  const selector = Object.entries(mapAt(await api.get(ref), 'spec.selector'));
  if (selector.length === 0) return false;
  for (const resource of WORKLOADS)
    for await (const page of api.list(resource, { namespace: ref.namespace ?? '' }))
      for (const workload of page) {
        const labels = mapAt(workload, 'spec.template.metadata.labels');
        const runs = fieldAt(workload, 'spec.replicas') !== 0;
        if (runs && selector.every(([name, value]) => labels[name] === value)) return true;
      }
  return false;
}

const isReady = (endpoint: unknown) => isRecord(endpoint) && mapAt(endpoint, 'conditions').ready !== false;
