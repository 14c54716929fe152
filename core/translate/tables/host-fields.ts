import { type Path, path } from '../../../kube/fields.ts';

const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute'].map((kind) => `gateway.networking.k8s.io/${kind}`);

/** Where public host names are, by `group/Kind`. */
export const HOST_FIELDS: Record<string, readonly Path[]> = {
  'networking.k8s.io/Ingress': [path('spec.rules.*.host'), path('spec.tls.*.hosts.*')],
  ...Object.fromEntries(ROUTES.map((kind) => [kind, [path('spec.hostnames.*')]])),
  'gateway.networking.k8s.io/Gateway': [path('spec.listeners.*.hostname')],
  'cert-manager.io/Certificate': [path('spec.commonName'), path('spec.dnsNames.*')],
  'networking.istio.io/Gateway': [path('spec.servers.*.hosts.*')],
  'networking.istio.io/VirtualService': [path('spec.hosts.*')],
  'route.openshift.io/Route': [path('spec.host')],
  'traefik.io/IngressRoute': [path('spec.tls.domains.*.main'), path('spec.tls.domains.*.sans.*')],
};

/** Annotations with a comma-separated list of host names. */
export const HOST_ANNOTATIONS: readonly string[] = ['external-dns.alpha.kubernetes.io/hostname'];
