import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { PodSpec, ServicePort, ServiceSpec } from '../contract/shapes.ts';
import { matchesSelector } from '../labels/label-selector.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { type Controller, keyOf, ownKey, parseKey } from './controller.ts';
import { controlledBy, isReady } from './pods.ts';
import { create, update } from './writes.ts';

const SLICES = 'discovery.k8s.io/endpointslices';

interface Port {
  name?: string;
  port: number;
  protocol?: string;
}

/** Keeps the EndpointSlice and the Endpoints of each Service that has a selector. */
export const endpointsController: Controller = {
  name: 'endpoints',
  watches: {
    '/services': ownKey,
    '/pods': ({ object, previous }, state) => {
      const labels = [object, previous].map((pod) => pod?.metadata.labels ?? {});
      return state.store
        .list('/services', object.metadata.namespace)
        .filter(({ spec }) => labels.some((one) => selects(spec as ServiceSpec, one)))
        .map(({ metadata }) => keyOf(metadata.namespace, metadata.name));
    },
  },
  reconcile(key, state) {
    const { namespace, name } = parseKey(key);
    const service = state.store.get('/services', namespace, name);
    if (!service) {
      const old = state.store.get('/endpoints', namespace, name);
      if (old?.metadata.labels?.[MANAGED_BY] === 'endpoint-controller') state.store.remove('/endpoints', old);
      return undefined;
    }
    const spec = service.spec as ServiceSpec;
    if (!Object.keys(spec.selector ?? {}).length || service.metadata.deletionTimestamp) return undefined;
    const pods = state.store
      .list('/pods', namespace)
      .filter((pod) => selects(spec, pod.metadata.labels ?? {}) && (pod.status as { podIP?: string }).podIP);
    writeSlice(state, service, pods);
    writeEndpoints(state, service, pods);
    return undefined;
  },
};

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';

function selects({ selector }: ServiceSpec, labels: Record<string, string>): boolean {
  return (
    selector !== undefined && Object.keys(selector).length > 0 && matchesSelector(labels, { matchLabels: selector })
  );
}

function writeSlice(state: ClusterState, service: KubeObject, pods: KubeObject[]): void {
  const { name, namespace } = service.metadata;
  const endpoints = pods.map((pod) => ({
    addresses: [addressOf(pod)],
    conditions: { ready: isReady(pod), serving: isReady(pod), terminating: Boolean(pod.metadata.deletionTimestamp) },
    targetRef: referenceTo(pod),
    nodeName: (pod.spec as PodSpec).nodeName,
  }));
  const content = {
    addressType: 'IPv4',
    endpoints,
    ports: portsOf(service, pods[0]).map(({ name = '', ...rest }) => ({ name, ...rest })),
  };
  const own = state.store
    .list(SLICES, namespace)
    .find((slice) => slice.metadata.ownerReferences?.some((owner) => owner.uid === service.metadata.uid));
  if (own) {
    if (!isDeepStrictEqual(own.endpoints, endpoints)) update(state, SLICES, own, { ...own, ...content });
    return;
  }
  const labels = {
    ...service.metadata.labels,
    'kubernetes.io/service-name': name,
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
  };
  const metadata = {
    name: '',
    generateName: `${name}-`,
    namespace: namespace!,
    labels,
    ownerReferences: [controlledBy(service)],
  };
  create(state, SLICES, { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata, ...content });
}

/** Deprecated, and still kept by a 1.36 control plane. */
function writeEndpoints(state: ClusterState, service: KubeObject, pods: KubeObject[]): void {
  const { name, namespace, labels } = service.metadata;
  const addresses = (ready: boolean) =>
    pods
      .filter((pod) => isReady(pod) === ready)
      .map((pod) => ({ ip: addressOf(pod), nodeName: (pod.spec as PodSpec).nodeName, targetRef: referenceTo(pod) }));
  const [ready, notReady] = [addresses(true), addresses(false)];
  const subset = {
    ...(ready.length > 0 ? { addresses: ready } : {}),
    ...(notReady.length > 0 ? { notReadyAddresses: notReady } : {}),
    ports: portsOf(service, pods[0]),
  };
  const metadata = { name, namespace: namespace!, labels: { ...labels, [MANAGED_BY]: 'endpoint-controller' } };
  const content = pods.length > 0 ? { subsets: [subset] } : {};
  const old = state.store.get('/endpoints', namespace!, name);
  if (!old) create(state, '/endpoints', { apiVersion: 'v1', kind: 'Endpoints', metadata, ...content });
  else if (!isDeepStrictEqual(old.subsets, content.subsets)) {
    const { subsets: _old, ...rest } = old;
    update(state, '/endpoints', old, { ...rest, ...content } as KubeObject);
  }
}

function portsOf(service: KubeObject, pod: KubeObject | undefined): Port[] {
  return ((service.spec as ServiceSpec).ports ?? []).map((port) => ({
    ...(port.name ? { name: port.name } : {}),
    port: targetPort(port, pod),
    protocol: port.protocol ?? 'TCP',
  }));
}

function targetPort({ port, targetPort }: ServicePort, pod: KubeObject | undefined): number {
  if (typeof targetPort === 'number') return targetPort;
  const ports = ((pod?.spec as PodSpec | undefined)?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.find((one) => one.name === targetPort)?.containerPort ?? port;
}

function addressOf(pod: KubeObject): string {
  return (pod.status as { podIP: string }).podIP;
}

function referenceTo({ kind, metadata }: KubeObject): object {
  return { kind, namespace: metadata.namespace, name: metadata.name, uid: metadata.uid };
}
