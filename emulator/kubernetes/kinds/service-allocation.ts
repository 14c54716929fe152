import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ServiceSpec } from '../contract/shapes.ts';
import { type FieldError, invalidValue } from '../errors/field-error.ts';
import { Allocations } from '../store/allocations.ts';

/**
 * Gives a Service its cluster IP and node ports, or the ones that it asks for. All or nothing: with problems, and in
 * a dry run, nothing stays taken.
 */
export function allocateService(
  object: KubeObject,
  allocations: Allocations,
  old: KubeObject | undefined,
  dryRun: boolean,
): FieldError[] {
  const spec = object.spec as ServiceSpec;
  const before = (old?.spec ?? {}) as ServiceSpec;
  const errors = [...addressProblems(spec, before, allocations), ...portProblems(spec, before, allocations)];
  if (errors.length > 0) return errors;
  takeAddress(spec, before, allocations);
  takePorts(spec, before, allocations);
  if (dryRun) release(spec, before, allocations);
  else release(before, spec, allocations);
  return [];
}

export function releaseService(object: KubeObject, allocations: Allocations): void {
  release(object.spec as ServiceSpec, {}, allocations);
}

function addressProblems(spec: ServiceSpec, before: ServiceSpec, allocations: Allocations): FieldError[] {
  const { clusterIP } = spec;
  if (spec.type === 'ExternalName' || !clusterIP || clusterIP === 'None' || clusterIP === before.clusterIP) return [];
  const says = (why: string) => [
    invalidValue('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${clusterIP}: ${why}`),
  ];
  if (!Allocations.inRange(clusterIP)) return says('the provided network does not match the current range');
  return allocations.hasAddress(clusterIP) ? says('provided IP is already allocated') : [];
}

function portProblems(spec: ServiceSpec, before: ServiceSpec, allocations: Allocations): FieldError[] {
  const mine = nodePorts(before);
  return (spec.ports ?? []).flatMap((port, index) => {
    const { nodePort } = port;
    if (!nodePort || mine.includes(nodePort)) return [];
    const at = `spec.ports[${index}].nodePort`;
    if (spec.type !== 'NodePort' && spec.type !== 'LoadBalancer') {
      return [
        {
          ...invalidValue(at, nodePort, ''),
          reason: 'FieldValueForbidden',
          message: "Forbidden: may not be used when `type` is 'ClusterIP'",
        },
      ];
    }
    if (!Allocations.portInRange(nodePort)) {
      return [
        invalidValue(at, nodePort, 'provided port is not in the valid range. The range of valid ports is 30000-32767'),
      ];
    }
    return allocations.hasPort(nodePort) ? [invalidValue(at, nodePort, 'provided port is already allocated')] : [];
  });
}

function takeAddress(spec: ServiceSpec, before: ServiceSpec, allocations: Allocations): void {
  if (spec.type === 'ExternalName' || spec.clusterIP === 'None') return;
  if (spec.clusterIP !== before.clusterIP || !spec.clusterIP) {
    spec.clusterIP = allocations.takeAddress(spec.clusterIP || undefined);
  }
  spec.clusterIPs = [spec.clusterIP];
}

function takePorts(spec: ServiceSpec, before: ServiceSpec, allocations: Allocations): void {
  const wanted =
    spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
  const mine = nodePorts(before);
  for (const port of spec.ports ?? []) {
    if (port.nodePort && !mine.includes(port.nodePort)) allocations.takePort(port.nodePort);
    else if (!port.nodePort && wanted) port.nodePort = allocations.takePort();
  }
  const local = spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
  if (local) spec.healthCheckNodePort ??= allocations.takePort();
}

/** Gives back what `from` holds and `kept` does not. */
function release(from: ServiceSpec, kept: ServiceSpec, allocations: Allocations): void {
  const { clusterIP } = from;
  if (clusterIP && clusterIP !== 'None' && clusterIP !== kept.clusterIP) allocations.releaseAddress(clusterIP);
  const stays = nodePorts(kept);
  for (const port of nodePorts(from)) if (!stays.includes(port)) allocations.releasePort(port);
}

function nodePorts(spec: ServiceSpec): number[] {
  const ports = (spec.ports ?? []).flatMap((port) => (port.nodePort ? [port.nodePort] : []));
  return spec.healthCheckNodePort ? [...ports, spec.healthCheckNodePort] : ports;
}
