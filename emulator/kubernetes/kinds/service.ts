import type { ServiceSpec } from '../contract/shapes.ts';
import { type FieldError, invalidValue, required } from '../errors/field-error.ts';
import type { KindRules } from './kind-rules.ts';
import { allocateService, releaseService } from './service-allocation.ts';

export const serviceRules: KindRules = {
  storage: '/services',
  name: 'label',
  complete(object, _state, old) {
    const spec = object.spec as ServiceSpec | undefined;
    if (!spec) return;
    if (old) keepAllocated(spec, old.spec as ServiceSpec);
    if (spec.type !== 'ExternalName' && old) completeAddresses(spec);
    if (!old) object.status = { loadBalancer: {} };
  },
  validate: (object) => problems((object.spec ?? {}) as ServiceSpec),
  validateUpdate: (object, old) => addressProblems(object.spec as ServiceSpec, old.spec as ServiceSpec),
  allocate(object, state, old, dryRun) {
    const spec = object.spec as ServiceSpec;
    if (spec.type !== 'ExternalName') completeAddresses(spec);
    return allocateService(object, state.allocations, old, dryRun);
  },
  release: (object, state) => releaseService(object, state.allocations),
};

function completeAddresses(spec: ServiceSpec): void {
  spec.ipFamilyPolicy ??= 'SingleStack';
  spec.ipFamilies ??= ['IPv4'];
  if (spec.clusterIP && !spec.clusterIPs) spec.clusterIPs = [spec.clusterIP];
  if (spec.clusterIPs?.length && !spec.clusterIP) spec.clusterIP = spec.clusterIPs[0];
}

/** An update that leaves allocated values out keeps them (pkg/registry/core/service `patchAllocatedValues`). */
function keepAllocated(spec: ServiceSpec, before: ServiceSpec): void {
  if (spec.type === 'ExternalName' || before.type === 'ExternalName') return;
  if (!spec.clusterIP && !spec.clusterIPs?.length) {
    spec.clusterIP = before.clusterIP;
    spec.clusterIPs = before.clusterIPs;
  }
  if (spec.clusterIP === undefined) delete spec.clusterIP;
  if (spec.clusterIPs === undefined) delete spec.clusterIPs;
  if (spec.type === 'ClusterIP') return;
  for (const port of spec.ports ?? []) {
    const same = before.ports?.find((other) => other.port === port.port && other.protocol === port.protocol);
    if (port.nodePort === undefined && same?.nodePort !== undefined) port.nodePort = same.nodePort;
  }
  if (before.healthCheckNodePort && spec.externalTrafficPolicy === 'Local')
    spec.healthCheckNodePort ??= before.healthCheckNodePort;
}

function problems(spec: ServiceSpec): FieldError[] {
  const ports = spec.ports ?? [];
  const portless = spec.type === 'ExternalName' || spec.clusterIP === 'None';
  const unnamed =
    ports.length > 1 ? ports.flatMap((port, index) => (port.name ? [] : [required(`spec.ports[${index}].name`)])) : [];
  const outside = ports.flatMap((port, index) =>
    port.port >= 1 && port.port <= 65_535
      ? []
      : [invalidValue(`spec.ports[${index}].port`, port.port, 'must be between 1 and 65535, inclusive')],
  );
  const mismatch = spec.clusterIPs?.length && spec.clusterIPs[0] !== (spec.clusterIP ?? '');
  return [
    ...(ports.length === 0 && !portless ? [required('spec.ports')] : []),
    ...unnamed,
    ...outside,
    ...(spec.type === 'ExternalName' && !spec.externalName ? [required('spec.externalName')] : []),
    ...portsOfNone(spec),
    ...(mismatch ? [invalidValue('spec.clusterIPs', spec.clusterIPs, 'first value must match `clusterIP`')] : []),
  ];
}

function portsOfNone({ type, clusterIP }: ServiceSpec): FieldError[] {
  if (clusterIP !== 'None' || !['NodePort', 'LoadBalancer'].includes(type ?? '')) return [];
  return [invalidValue('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`)];
}

function addressProblems(spec: ServiceSpec, before: ServiceSpec): FieldError[] {
  if (spec.type === 'ExternalName' || before.type === 'ExternalName') return [];
  if (!before.clusterIP || spec.clusterIP === before.clusterIP) return [];
  return [invalidValue('spec.clusterIPs[0]', spec.clusterIPs, 'may not change once set')];
}
