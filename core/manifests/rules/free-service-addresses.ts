import { edit, removeFields } from '../edit.ts';
import { annotationOf, fieldAt, isFromServer, isRecord, listAt, path, textAt } from '../fields.ts';
import type { KubeObject } from '../kube-object.ts';
import { LAST_APPLIED } from '../privacy.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { changed, KEEP, warning } from '../verdicts.ts';

/** Managers whose writes are the server's own; any other one wrote what its user asked for. */
const SERVER_MANAGERS = ['kube-apiserver', 'kube-controller-manager', 'cloud-controller-manager'];

export const freeServiceAddresses: Rule = {
  name: 'free-service-addresses',
  description: 'Addresses and ports that the source allocated are given back; what a user asked for stays.',
  appliesTo: ['/Service'],
  apply(object) {
    if (textAt(object, 'spec.type') === 'ExternalName') return KEEP;
    const withoutIps =
      textAt(object, 'spec.clusterIP') === 'None'
        ? object
        : removeFields(object, [path('spec.clusterIP'), path('spec.clusterIPs')]);
    const withoutLoadBalancer = removeFields(withoutIps, [path('spec.loadBalancerIP')]);
    return changed(object, freeFamilies(freeNodePorts(withoutLoadBalancer)), addressFindings(object));
  },
};

/** An object that no server has handled holds no allocated port. */
function freeNodePorts(service: KubeObject): KubeObject {
  if (!isFromServer(service)) return service;
  const asked = askedPorts(service);
  const freed = edit(service, path('spec.ports.*'), (port) => {
    if (!isRecord(port) || port.nodePort === undefined || asked.has(Number(port.nodePort))) return port;
    return removeFields(port, [['nodePort']]);
  });
  const health = fieldAt(freed, 'spec.healthCheckNodePort');
  return asked.has(Number(health)) ? freed : removeFields(freed, [path('spec.healthCheckNodePort')]);
}

/** A single family was the default of the source's network; the target may have the other one. */
function freeFamilies(service: KubeObject): KubeObject {
  const isDefault = isFromServer(service) && textAt(service, 'spec.ipFamilyPolicy') === 'SingleStack';
  return isDefault && !fieldAt(lastApplied(service), 'spec.ipFamilies')
    ? removeFields(service, [path('spec.ipFamilies')])
    : service;
}

/**
 * Node ports that a user set: those in last-applied, and without it those that a manager other than the server owns.
 * A plain update owns whatever it sent back, the allocated port too, so only server-side apply counts as asking.
 */
function askedPorts(service: KubeObject): Set<number> {
  const applied = lastApplied(service);
  if (applied) {
    const ports = listAt(applied, 'spec.ports').map((port) => Number(fieldAt(port, 'nodePort')));
    return new Set([...ports, Number(fieldAt(applied, 'spec.healthCheckNodePort'))]);
  }
  return new Set(
    listAt(service, 'spec.ports')
      .filter((port) => isOwned(service, port))
      .map((port) => Number(fieldAt(port, 'nodePort'))),
  );
}

function isOwned(service: KubeObject, port: unknown): boolean {
  const key = `k:${JSON.stringify({ port: fieldAt(port, 'port'), protocol: fieldAt(port, 'protocol') ?? 'TCP' })}`;
  return (service.metadata.managedFields ?? []).some((entry) => {
    const isAsking =
      !SERVER_MANAGERS.includes(textAt(entry, 'manager') ?? '') && textAt(entry, 'operation') === 'Apply';
    return isAsking && fieldAt(entry, ['fieldsV1', 'f:spec', 'f:ports', key, 'f:nodePort']) !== undefined;
  });
}

function lastApplied(service: KubeObject): unknown {
  try {
    return JSON.parse(annotationOf(service, LAST_APPLIED) ?? 'null');
  } catch {
    return null;
  }
}

function addressFindings(service: KubeObject): RuleFinding[] {
  const findings: RuleFinding[] = [];
  const address = textAt(service, 'spec.loadBalancerIP');
  if (address)
    findings.push(
      warning(
        '/spec/loadBalancerIP',
        `The load balancer address ${address} belongs to the source; the target gets its own.`,
      ),
    );
  if (listAt(service, 'spec.externalIPs').length > 0) {
    findings.push(
      warning(
        '/spec/externalIPs',
        'External addresses are kept as they are; check that they reach nodes of the target.',
      ),
    );
  }
  return findings;
}
