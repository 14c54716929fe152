import { isRecord, listAt, mapAt, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { quantityOf } from '../../../kube/quantity.ts';
import { kindKey, podTemplatesOf } from '../../translate/pod-templates.ts';

/** What pods ask of a node, and nodes have for them. */
export interface Resources {
  /** Cores. */
  cpu: number;
  /** Bytes. */
  memory: number;
}

/** A pod that is to come. */
export interface PodNeeds extends Resources {
  /** `Deployment shop/api` */
  owner: string;
  selector: Record<string, string>;
  tolerations: readonly unknown[];
  /** `namespace/name` of what it mounts. */
  claims: readonly string[];
}

/** How many pods there are of a kind at a time; those of a DaemonSet come with each node, and those of a CronJob now and then. */
const COUNTS: Record<string, (object: KubeObject) => number> = {
  'apps/Deployment': (object) => countAt(object, 'replicas'),
  'apps/StatefulSet': (object) => countAt(object, 'replicas'),
  'apps/ReplicaSet': (object) => countAt(object, 'replicas'),
  'batch/Job': (object) => (specOf(object).suspend === true ? 0 : countAt(object, 'parallelism')),
  '/Pod': () => 1,
};

/** The pods that a workload has when it runs, as the scheduler counts them. */
export function podsOf(object: KubeObject): PodNeeds[] {
  const count = COUNTS[kindKey(object)]?.(object) ?? 0;
  const { template } = podTemplatesOf(object)[0] ?? {};
  if (!template || count === 0) return [];
  const namespace = object.metadata.namespace ?? '';
  const needs = {
    owner: `${object.kind} ${namespace}/${object.metadata.name}`,
    ...requestsOf(template.spec),
    selector: mapAt(template, 'spec.nodeSelector') as Record<string, string>,
    tolerations: listAt(template, 'spec.tolerations'),
  };
  const mounted = listAt(template, 'spec.volumes').flatMap(
    (volume) => textAt(volume, 'persistentVolumeClaim.claimName') ?? [],
  );
  const ofEach = listAt(object, 'spec.volumeClaimTemplates').flatMap((claim) => textAt(claim, 'metadata.name') ?? []);
  return Array.from({ length: count }, (_, ordinal) => ({
    ...needs,
    claims: [...mounted, ...ofEach.map((name) => `${name}-${object.metadata.name}-${ordinal}`)].map(
      (name) => `${namespace}/${name}`,
    ),
  }));
}

/**
 * What a pod asks for: all of its containers together, or the greediest of those that come before them
 * (https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers).
 */
export function requestsOf(spec: unknown): Resources {
  const containers = listAt(spec, 'containers').map(requestOf);
  const before = listAt(spec, 'initContainers');
  const beside = before.filter((each) => textAt(each, 'restartPolicy') === 'Always').map(requestOf);
  const first = before.filter((each) => textAt(each, 'restartPolicy') !== 'Always').map(requestOf);
  const of = (name: keyof Resources) =>
    Math.max(sum([...containers, ...beside], name), ...first.map((each) => each[name])) +
    quantityOf(textOf(mapAt(spec, 'overhead')[name]));
  return { cpu: of('cpu'), memory: of('memory') };
}

/** A limit stands for a request that is left out. */
function requestOf(container: unknown): Resources {
  const limits = mapAt(container, 'resources.limits');
  const asked = { ...limits, ...mapAt(container, 'resources.requests') };
  return { cpu: quantityOf(textOf(asked.cpu)), memory: quantityOf(textOf(asked.memory)) };
}

const sum = (all: Resources[], name: keyof Resources) => all.reduce((total, each) => total + each[name], 0);
/** Numbers are quantities as well. */
export const textOf = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? `${value}` : '');

const specOf = ({ spec }: KubeObject) => (isRecord(spec) ? spec : {});
function countAt(object: KubeObject, field: string): number {
  const value = specOf(object)[field];
  return typeof value === 'number' ? value : 1;
}
