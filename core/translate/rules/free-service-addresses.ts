import {
  annotationOf,
  fieldAt,
  isFromServer,
  isRecord,
  listAt,
  type Path,
  path,
  textAt,
} from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { TranslationContext } from '../context.ts';
import { edit, removeFields } from '../edit.ts';
import { LAST_APPLIED } from '../privacy.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { changed, KEEP, warning } from '../verdicts.ts';

/** Managers whose writes are the server's own; any other one wrote what its user asked for. */
const SERVER_MANAGERS = ['kube-apiserver', 'kube-controller-manager', 'cloud-controller-manager'];

export const freeServiceAddresses: Rule = {
  name: 'free-service-addresses',
  description:
    'Addresses and ports that the source allocated are given back; node ports that a user asked for stay, and an address is named.',
  appliesTo: ['/Service'],
  apply(object, context) {
    if (textAt(object, 'spec.type') === 'ExternalName') return KEEP;
    const withoutIps =
      textAt(object, 'spec.clusterIP') === 'None'
        ? object
        : removeFields(object, [path('spec.clusterIP'), path('spec.clusterIPs')]);
    const withoutLoadBalancer = removeFields(withoutIps, [path('spec.loadBalancerIP')]);
    const kept = new Set(askedPorts(object).filter((port) => !whyFreed(port, context)));
    const freed = freeFamilies(freeNodePorts(withoutLoadBalancer, kept));
    return changed(object, freed, addressFindings(object, context));
  },
};

/** A node port, and an address, are there once in a cluster: the original of a clone beside it has them. */
const isSameCluster = ({ source, target }: TranslationContext) =>
  source.cluster === target.cluster && source.account === target.account && source.region === target.region;

/** Of the API server, unless it was told another (--service-node-port-range). */
const NODE_PORTS = { min: 30000, max: 32767 };

/** Why a node port that a user asked for cannot be that of the copy: a dry run of the API server does not tell. */
function whyFreed(port: number, context: TranslationContext): string | undefined {
  if (isSameCluster(context)) return "is the original's in this cluster; the clone gets another one";
  const { min, max } = context.target.nodePorts ?? NODE_PORTS;
  return port < min || port > max
    ? `is outside of ${min} to ${max}, which the target has for Services; it gets another one. Whoever names it (a load balancer, a firewall, a client) needs the new one`
    : undefined;
}

/** An object that no server has handled holds no allocated port. */
function freeNodePorts(service: KubeObject, asked: ReadonlySet<number>): KubeObject {
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

/** Node ports that a user set: all of a manifest as it was written, else those in last-applied and those that somebody owns. */
function askedPorts(service: KubeObject): number[] {
  const applied = isFromServer(service) ? lastApplied(service) : service;
  const owned = listAt(service, 'spec.ports').filter((port) =>
    isOwned(service, ['f:ports', portKey(port), 'f:nodePort']),
  );
  const health = isOwned(service, ['f:healthCheckNodePort']) ? service : applied;
  const ports = [
    ...[...listAt(applied, 'spec.ports'), ...owned].map((port) => fieldAt(port, 'nodePort')),
    fieldAt(health, 'spec.healthCheckNodePort'),
  ];
  return [...new Set(ports.map(Number))].filter((port) => port > 0);
}

const portKey = (port: unknown) =>
  `k:${JSON.stringify({ port: fieldAt(port, 'port'), protocol: fieldAt(port, 'protocol') ?? 'TCP' })}`;

/**
 * Whether somebody asked for a field of the spec: the API server notes the owners of what was sent to it before it
 * allocates, and an update that sends the allocated value back changes nothing (apiserver endpoints/handlers/create.go,
 * fieldmanager). So a writer other than the server owns an address or a port only when it wanted just that one.
 */
function isOwned({ metadata }: KubeObject, field: Path): boolean {
  return (metadata.managedFields ?? []).some(
    (entry) =>
      !SERVER_MANAGERS.includes(textAt(entry, 'manager') ?? '') &&
      fieldAt(entry, ['fieldsV1', 'f:spec', ...field]) !== undefined,
  );
}

function lastApplied(service: KubeObject): unknown {
  try {
    return JSON.parse(annotationOf(service, LAST_APPLIED) ?? 'null');
  } catch {
    return null;
  }
}

/** The address in the cluster that a user chose for the Service. */
function askedAddress(service: KubeObject): string | undefined {
  const address = textAt(service, 'spec.clusterIP');
  if (!address || address === 'None') return undefined;
  const wasAsked =
    !isFromServer(service) ||
    fieldAt(lastApplied(service), 'spec.clusterIP') === address ||
    isOwned(service, ['f:clusterIP']);
  return wasAsked ? address : undefined;
}

function addressFindings(service: KubeObject, context: TranslationContext): RuleFinding[] {
  const findings: RuleFinding[] = [];
  const own = askedAddress(service);
  if (own) {
    const sentence = `The Service was given address ${own} by hand; the target has other addresses and allocates one of them. Whoever names ${own} (a resolver, a certificate, a file) needs the new one, or the Service's name.`;
    findings.push(warning('/spec/clusterIP', sentence, { current: own }));
  }
  for (const port of askedPorts(service)) {
    const why = whyFreed(port, context);
    if (why) findings.push(warning('/spec/ports', `Node port ${port} was chosen by hand and ${why}.`));
  }
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
