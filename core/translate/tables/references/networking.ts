import { type ReferenceRow, rowsOf } from './row.ts';

const gateway = rowsOf('https://gateway-api.sigs.k8s.io/reference/spec/');
const istio = rowsOf('https://istio.io/latest/docs/reference/config/networking/');
const security = rowsOf('https://istio.io/latest/docs/reference/config/security/');
const aws = rowsOf(
  'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/',
);
const calico = rowsOf('https://docs.tigera.io/calico/latest/reference/resources/networkpolicy');
const GATEWAY = 'gateway.networking.k8s.io';
const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'].map((kind) => `${GATEWAY}/${kind}`);
const BACK = { goesAlong: true, namespace: 'namespace' } as const;
const HOST = { form: 'host', goesAlong: true } as const;
const WIDE = { scope: 'cluster' } as const;

/** Gateway API, Istio, AWS Load Balancer Controller and Calico. */
export const NETWORKING_REFERENCES: readonly ReferenceRow[] = [
  gateway(ROUTES, 'spec.parentRefs.*', `${GATEWAY}/Gateway`, { form: 'typed', namespace: 'namespace' }),
  gateway(ROUTES, 'spec.rules.*.backendRefs.*', '/Service', { form: 'typed', ...BACK }),
  gateway(ROUTES, 'spec.rules.*.filters.*.requestMirror.backendRef', '/Service', {
    form: 'typed',
    namespace: 'namespace',
  }),
  gateway(ROUTES, 'spec.rules.*.filters.*.extensionRef', '', { form: 'typed' }),
  gateway(`${GATEWAY}/Gateway`, 'spec.listeners.*.tls.certificateRefs.*', '/Secret', {
    form: 'typed',
    namespace: 'namespace',
  }),
  gateway(`${GATEWAY}/Gateway`, 'spec.gatewayClassName', `${GATEWAY}/GatewayClass`, WIDE),
  gateway(`${GATEWAY}/GatewayClass`, 'spec.parametersRef', '', { form: 'typed', namespace: 'namespace' }),
  gateway(`${GATEWAY}/BackendTLSPolicy`, 'spec.targetRefs.*', '/Service', { form: 'typed', goesAlong: true }),
  gateway(`${GATEWAY}/BackendTLSPolicy`, 'spec.validation.caCertificateRefs.*', '/ConfigMap', { form: 'typed' }),
  ...['http', 'tcp', 'tls'].map((kind) =>
    istio('networking.istio.io/VirtualService', `spec.${kind}.*.route.*.destination.host`, '/Service', HOST),
  ),
  istio('networking.istio.io/VirtualService', 'spec.http.*.mirror.host', '/Service', { form: 'host' }),
  istio('networking.istio.io/VirtualService', 'spec.gateways.*', 'networking.istio.io/Gateway'),
  istio('networking.istio.io/DestinationRule', 'spec.host', '/Service', HOST),
  istio('networking.istio.io/Gateway', 'spec.servers.*.tls.credentialName', '/Secret'),
  istio(['networking.istio.io/Sidecar', 'networking.istio.io/WorkloadGroup'], 'spec.workloadSelector.labels', 'pods', {
    form: 'labels',
    goesAlong: true,
  }),
  istio('networking.istio.io/EnvoyFilter', 'spec.workloadSelector.labels', 'pods', { form: 'labels', goesAlong: true }),
  security(
    [
      'security.istio.io/AuthorizationPolicy',
      'security.istio.io/PeerAuthentication',
      'security.istio.io/RequestAuthentication',
      'telemetry.istio.io/Telemetry',
    ],
    'spec.selector',
    'pods',
    { form: 'selector', goesAlong: true },
  ),
  aws('elbv2.k8s.aws/TargetGroupBinding', 'spec.serviceRef.name', '/Service', { goesAlong: true }),
  ...['crd.projectcalico.org', 'projectcalico.org'].map((group) =>
    calico(`${group}/NetworkPolicy`, 'spec.tier', `${group}/Tier`, WIDE),
  ),
];
