import { removeEntries, setField } from '../edit.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { changed, drop, info, KEEP } from '../verdicts.ts';

const PREFIX = 'external-dns.alpha.kubernetes.io/';

/** Any other value than `dns-controller` makes external-dns look away (https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/). */
const CONTROLLER = `${PREFIX}controller`;
const LOOK_AWAY = 'none';

/** Kinds that external-dns serves by their hosts, without any annotation. */
const BY_HOST = [
  'Ingress',
  'Gateway',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
  'VirtualService',
  'Route',
];

export const silenceExternalDns: Rule = {
  name: 'silence-external-dns',
  description: 'A clone publishes no DNS names: it would point those of its original at itself.',
  appliesTo: ['/Service', '/Pod', 'networking.k8s.io/Ingress', 'externaldns.k8s.io/DNSEndpoint', ...BY_HOST.slice(1)],
  apply(object, { profile }) {
    if (profile !== 'clone') return KEEP;
    if (kindKey(object) === 'externaldns.k8s.io/DNSEndpoint') return drop('a clone publishes no DNS names');
    const where = ['metadata', 'annotations'];
    const silent = removeEntries(object, where, (name) => name.startsWith(PREFIX) && name !== CONTROLLER);
    const marked = BY_HOST.includes(object.kind) ? setField(silent, [...where, CONTROLLER], LOOK_AWAY) : silent;
    const sentence =
      'A clone publishes no DNS names; remove the annotations of external-dns from the clone and map hosts to have them.';
    return changed(object, marked, marked === object ? [] : [info('/metadata/annotations', sentence)]);
  },
};
