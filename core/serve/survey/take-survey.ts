import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { groupOf } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { isSystemNamespace } from '../../../kube/system.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { Cloud } from '../../translate/context.ts';
import { neverExported } from '../../translate/tables/never-exported.ts';
import { claimsOf, workloadOf } from './read-objects.ts';
import type { Survey } from './survey.ts';

/** Kinds of which more than the number is told. */
const NAMESPACE = served('v1', 'Namespace', 'namespaces', false);
const CLAIM = served('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims');
const VOLUME = served('v1', 'PersistentVolume', 'persistentvolumes', false);
const WORKLOADS = [
  served('apps/v1', 'Deployment', 'deployments'),
  served('apps/v1', 'StatefulSet', 'statefulsets'),
  served('apps/v1', 'DaemonSet', 'daemonsets'),
  served('batch/v1', 'CronJob', 'cronjobs'),
];

/** Lists of one server at a time: a person waits, and so does whoever else uses the server. */
const AT_ONCE = 4;

/**
 * Namespaces of a cluster with their workloads, claims and numbers of objects. Contents of Secrets and ConfigMaps are not
 * asked for. `hasTime` is asked before each kind is counted: what is not counted by then makes the look partial.
 */
export async function takeSurvey(
  api: ClusterApi,
  hasTime: () => boolean,
  cloud: Cloud = 'aws',
): Promise<Pick<Survey, 'namespaces' | 'partial'>> {
  const [namespaces, claims, volumes, ...workloads] = await Promise.all(
    [NAMESPACE, CLAIM, VOLUME, ...WORKLOADS].map((resource) => all(api, resource)),
  );
  const { counts, isWhole } = await countObjects(api, hasTime);
  const claimsIn = Map.groupBy(claimsOf(claims ?? [], volumes ?? [], cloud), ({ namespace }) => namespace);
  const workloadsIn = Map.groupBy(workloads.flat(), ({ metadata }) => metadata.namespace ?? '');
  const names = (namespaces ?? []).map(({ metadata }) => metadata.name).filter((name) => !isSystemNamespace(name));
  return {
    namespaces: names.toSorted().map((name) => {
      const own = (claimsIn.get(name) ?? []).map(({ namespace: _, ...claim }) => claim);
      const copied = own.filter((claim) => claim.copied);
      return {
        name,
        ...(counts.has(name) || isWhole ? { objects: counts.get(name) ?? 0 } : {}),
        workloads: (workloadsIn.get(name) ?? []).map((object) => workloadOf(object, own)),
        claims: own,
        gibibytes: copied.reduce((sum, { gibibytes }) => sum + gibibytes, 0),
      };
    }),
    ...(isWhole ? {} : { partial: true }),
  };
}

/** How many objects each namespace has, of the kinds that a clone may copy; by their names alone. */
async function countObjects(api: ClusterApi, hasTime: () => boolean) {
  const counts = new Map<string, number>();
  let isWhole = true;
  await inParallel(countedKinds((await api.discover()).resources), AT_ONCE, async (resource) => {
    if (!hasTime()) {
      isWhole = false;
      return;
    }
    for await (const page of api.list(resource, { metadataOnly: true })) {
      for (const { metadata } of page) {
        const namespace = metadata.namespace ?? '';
        counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
      }
    }
  });
  return { counts, isWhole };
}

function countedKinds(resources: readonly ServedResource[]): ServedResource[] {
  const counted = resources.filter(
    ({ apiVersion, kind, namespaced, verbs }) =>
      namespaced && verbs.includes('list') && neverExported(groupOf(apiVersion), kind) === undefined,
  );
  return [...Map.groupBy(counted, ({ apiVersion, kind }) => `${groupOf(apiVersion)}/${kind}`).values()].map(
    ([preferred]) => preferred!,
  );
}

async function all(api: ClusterApi, resource: ServedResource): Promise<KubeObject[]> {
  const found: KubeObject[] = [];
  for await (const page of api.list(resource)) found.push(...page);
  return found;
}

function served(apiVersion: string, kind: string, resource: string, namespaced = true): ServedResource {
  return { apiVersion, kind, resource, namespaced, verbs: ['list'] };
}
