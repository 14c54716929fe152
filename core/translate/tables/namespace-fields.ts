import { type Path, path } from '../../../kube/fields.ts';

/**
 * How a namespace is written there: its `name`; a `qualified` name `namespace/name`; the `username` of a service account
 * or its group; a label `selector` that may name it by a label of its
 * own, such as kubernetes.io/metadata.name; an `expression` of Calico that may name it.
 */
export type NamespaceForm = 'name' | 'qualified' | 'username' | 'selector' | 'expression';

export interface NamespaceField {
  /** `group/Kind`; `*` for every kind, `pods` for inside every pod template. */
  from: readonly string[];
  at: readonly Path[];
  form: NamespaceForm;
}

const WEBHOOKS = [
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
];
const CRD = 'apiextensions.k8s.io/CustomResourceDefinition';
const API_SERVICE = 'apiregistration.k8s.io/APIService';
const BINDINGS = ['rbac.authorization.k8s.io/RoleBinding', 'rbac.authorization.k8s.io/ClusterRoleBinding'];
const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'].map(
  (kind) => `gateway.networking.k8s.io/${kind}`,
);
const MONITORS = ['monitoring.coreos.com/ServiceMonitor', 'monitoring.coreos.com/PodMonitor'];

const CALICO_POLICIES = ['crd.projectcalico.org/NetworkPolicy', 'projectcalico.org/NetworkPolicy'];
/** https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#entityrule */
const CALICO_SELECTORS: Path[] = ['ingress', 'egress'].flatMap((rules) =>
  ['source', 'destination'].flatMap((end) =>
    ['namespaceSelector', 'selector', 'notSelector'].map((field) => path(`spec.${rules}.*.${end}.${field}`)),
  ),
);
/** https://docs.cilium.io/en/stable/network/kubernetes/policy/#namespace-specific-information */
const CILIUM_SELECTORS: Path[] = ['spec', 'specs.*'].flatMap((spec) =>
  [
    'ingress.*.fromEndpoints.*',
    'ingressDeny.*.fromEndpoints.*',
    'egress.*.toEndpoints.*',
    'egressDeny.*.toEndpoints.*',
  ].map((rule) => path(`${spec}.${rule}`)),
);

const affinityTerms = (field: string): Path[] =>
  ['podAffinity', 'podAntiAffinity'].flatMap((kind) => [
    path(`spec.affinity.${kind}.requiredDuringSchedulingIgnoredDuringExecution.*.${field}`),
    path(`spec.affinity.${kind}.preferredDuringSchedulingIgnoredDuringExecution.*.podAffinityTerm.${field}`),
  ]);

/** Everywhere that a namespace is named. */
export const NAMESPACE_FIELDS: readonly NamespaceField[] = [
  { from: ['*'], at: [path('metadata.namespace')], form: 'name' },
  // Where Helm looks for the owner of what it finds; it refuses an object of another namespace's release.
  { from: ['*'], at: [['metadata', 'annotations', 'meta.helm.sh/release-namespace']], form: 'name' },
  { from: ['/Namespace'], at: [path('metadata.name')], form: 'name' },
  { from: BINDINGS, at: [path('subjects.*.namespace')], form: 'name' },
  { from: BINDINGS, at: [path('subjects.*.name')], form: 'username' },
  { from: WEBHOOKS, at: [path('webhooks.*.clientConfig.service.namespace')], form: 'name' },
  { from: WEBHOOKS, at: [path('webhooks.*.namespaceSelector')], form: 'selector' },
  { from: [CRD], at: [path('spec.conversion.webhook.clientConfig.service.namespace')], form: 'name' },
  { from: [API_SERVICE], at: [path('spec.service.namespace')], form: 'name' },
  {
    from: [...WEBHOOKS, CRD, API_SERVICE],
    at: [['metadata', 'annotations', 'cert-manager.io/inject-ca-from']],
    form: 'qualified',
  },
  {
    from: [...WEBHOOKS, CRD, API_SERVICE],
    at: [['metadata', 'annotations', 'cert-manager.io/inject-ca-from-secret']],
    form: 'qualified',
  },
  { from: ['/PersistentVolume'], at: [path('spec.claimRef.namespace')], form: 'name' },
  { from: ['/Endpoints'], at: [path('subsets.*.addresses.*.targetRef.namespace')], form: 'name' },
  { from: ['discovery.k8s.io/EndpointSlice'], at: [path('endpoints.*.targetRef.namespace')], form: 'name' },
  {
    from: ['networking.k8s.io/NetworkPolicy', 'networking.k8s.aws/ApplicationNetworkPolicy'],
    at: [path('spec.ingress.*.from.*.namespaceSelector'), path('spec.egress.*.to.*.namespaceSelector')],
    form: 'selector',
  },
  { from: ['cilium.io/CiliumNetworkPolicy'], at: CILIUM_SELECTORS, form: 'selector' },
  { from: CALICO_POLICIES, at: CALICO_SELECTORS, form: 'expression' },
  { from: ['networking.k8s.io/IngressClass'], at: [path('spec.parameters.namespace')], form: 'name' },
  {
    from: [
      'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
      'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
    ],
    at: [path('spec.matchResources.namespaceSelector')],
    form: 'selector',
  },
  {
    from: [
      'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
      'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
    ],
    at: [path('spec.paramRef.namespace')],
    form: 'name',
  },
  {
    from: ROUTES,
    at: [path('spec.parentRefs.*.namespace'), path('spec.rules.*.backendRefs.*.namespace')],
    form: 'name',
  },
  {
    from: ['gateway.networking.k8s.io/Gateway'],
    at: [path('spec.listeners.*.tls.certificateRefs.*.namespace')],
    form: 'name',
  },
  {
    from: ['gateway.networking.k8s.io/Gateway'],
    at: [path('spec.listeners.*.allowedRoutes.namespaces.selector')],
    form: 'selector',
  },
  { from: ['gateway.networking.k8s.io/ReferenceGrant'], at: [path('spec.from.*.namespace')], form: 'name' },
  { from: MONITORS, at: [path('spec.namespaceSelector.matchNames.*')], form: 'name' },
  {
    from: ['external-secrets.io/ClusterSecretStore'],
    at: [path('spec.provider.aws.auth.jwt.serviceAccountRef.namespace')],
    form: 'name',
  },
  { from: ['pods'], at: affinityTerms('namespaces.*'), form: 'name' },
  { from: ['pods'], at: affinityTerms('namespaceSelector'), form: 'selector' },
];
