import { type Path, path } from '../../../kube/fields.ts';

export interface NamedReference {
  /** `group/Kind` of the objects that hold the name; `pods` stands for every kind with a pod template. */
  from: readonly string[];
  /** Where the name is; inside the pod template for `pods`. */
  at: Path;
  /** What is named, of cluster scope. */
  to: { group: string; kind: string };
}

const CLAIM = ['/PersistentVolumeClaim'];
const VOLUME = ['/PersistentVolume'];
const STATEFUL = ['apps/StatefulSet', 'apps.kruise.io/StatefulSet', 'apps.kruise.io/CloneSet'];

const storageClass = { group: 'storage.k8s.io', kind: 'StorageClass' };
const volumeAttributesClass = { group: 'storage.k8s.io', kind: 'VolumeAttributesClass' };
const ingressClass = { group: 'networking.k8s.io', kind: 'IngressClass' };

/** Names of cluster-scoped objects inside others: an object that is named is copied. */
export const CLUSTER_REFERENCES: readonly NamedReference[] = [
  { from: CLAIM, at: path('spec.volumeName'), to: { group: '', kind: 'PersistentVolume' } },
  { from: [...CLAIM, ...VOLUME], at: path('spec.storageClassName'), to: storageClass },
  { from: CLAIM, at: ['metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class'], to: storageClass },
  { from: [...CLAIM, ...VOLUME], at: path('spec.volumeAttributesClassName'), to: volumeAttributesClass },
  { from: STATEFUL, at: path('spec.volumeClaimTemplates.*.spec.storageClassName'), to: storageClass },
  { from: STATEFUL, at: path('spec.volumeClaimTemplates.*.spec.volumeAttributesClassName'), to: volumeAttributesClass },
  { from: ['pods'], at: path('spec.volumes.*.ephemeral.volumeClaimTemplate.spec.storageClassName'), to: storageClass },
  { from: ['pods'], at: path('spec.priorityClassName'), to: { group: 'scheduling.k8s.io', kind: 'PriorityClass' } },
  { from: ['pods'], at: path('spec.runtimeClassName'), to: { group: 'node.k8s.io', kind: 'RuntimeClass' } },
  { from: ['networking.k8s.io/Ingress'], at: path('spec.ingressClassName'), to: ingressClass },
  {
    from: ['networking.k8s.io/Ingress'],
    at: ['metadata', 'annotations', 'kubernetes.io/ingress.class'],
    to: ingressClass,
  },
  {
    from: ['networking.k8s.io/Ingress'],
    at: ['metadata', 'annotations', 'cert-manager.io/cluster-issuer'],
    to: { group: 'cert-manager.io', kind: 'ClusterIssuer' },
  },
  {
    from: ['gateway.networking.k8s.io/Gateway'],
    at: path('spec.gatewayClassName'),
    to: { group: 'gateway.networking.k8s.io', kind: 'GatewayClass' },
  },
  ...['crd.projectcalico.org', 'projectcalico.org'].map((group) => ({
    from: [`${group}/NetworkPolicy`],
    at: path('spec.tier'),
    to: { group, kind: 'Tier' },
  })),
  {
    from: ['resource.k8s.io/ResourceClaim'],
    at: path('spec.devices.requests.*.deviceClassName'),
    to: { group: 'resource.k8s.io', kind: 'DeviceClass' },
  },
];

/** References that say their own kind: `{ kind, name }`, with the group beside it or as given here. */
export const TYPED_REFERENCES: readonly { from: string; at: Path; group?: string }[] = [
  { from: 'rbac.authorization.k8s.io/RoleBinding', at: path('roleRef') },
  { from: 'rbac.authorization.k8s.io/ClusterRoleBinding', at: path('roleRef') },
  { from: 'cert-manager.io/Certificate', at: path('spec.issuerRef'), group: 'cert-manager.io' },
  { from: 'external-secrets.io/ExternalSecret', at: path('spec.secretStoreRef'), group: 'external-secrets.io' },
  { from: 'networking.k8s.io/IngressClass', at: path('spec.parameters') },
];
