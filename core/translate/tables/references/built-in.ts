import { path } from '../../../../kube/fields.ts';
import { CONTAINER_LISTS } from '../../pod-templates.ts';
import { type ReferenceRow, rowsOf } from './row.ts';

const pod = rowsOf('https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec');
const claims = rowsOf(
  'https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/',
);
const services = rowsOf('https://kubernetes.io/docs/reference/kubernetes-api/service-resources/');
const policies = rowsOf('https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/');
const access = rowsOf('https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/');
const accounts = rowsOf(
  'https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/service-account-v1/',
);
const scalers = rowsOf(
  'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/',
);
const devices = rowsOf('https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/');

const STATEFUL = ['apps/StatefulSet', 'apps.kruise.io/StatefulSet', 'apps.kruise.io/CloneSet'];
const INGRESS = 'networking.k8s.io/Ingress';
const CLAIM = '/PersistentVolumeClaim';
const CLASS = 'storage.k8s.io/StorageClass';
const WIDE = { scope: 'cluster' } as const;
const BINDINGS = ['rbac.authorization.k8s.io/RoleBinding', 'rbac.authorization.k8s.io/ClusterRoleBinding'];

const containers: ReferenceRow[] = CONTAINER_LISTS.flatMap((list) => [
  pod('pods', `spec.${list}.*.env.*.valueFrom.configMapKeyRef.name`, '/ConfigMap'),
  pod('pods', `spec.${list}.*.env.*.valueFrom.secretKeyRef.name`, '/Secret'),
  pod('pods', `spec.${list}.*.envFrom.*.configMapRef.name`, '/ConfigMap'),
  pod('pods', `spec.${list}.*.envFrom.*.secretRef.name`, '/Secret'),
]);

const SECRETS_OF_VOLUMES = [
  'azureFile.secretName',
  'cephfs.secretRef.name',
  'csi.nodePublishSecretRef.name',
  'flexVolume.secretRef.name',
  'iscsi.secretRef.name',
  'rbd.secretRef.name',
  'scaleIO.secretRef.name',
  'storageos.secretRef.name',
];

/** Fields of the API of Kubernetes itself. */
export const BUILT_IN_REFERENCES: readonly ReferenceRow[] = [
  ...containers,
  pod('pods', 'spec.volumes.*.configMap.name', '/ConfigMap'),
  pod('pods', 'spec.volumes.*.secret.secretName', '/Secret'),
  pod('pods', 'spec.volumes.*.projected.sources.*.configMap.name', '/ConfigMap'),
  pod('pods', 'spec.volumes.*.projected.sources.*.secret.name', '/Secret'),
  pod('pods', 'spec.volumes.*.persistentVolumeClaim.claimName', CLAIM),
  ...SECRETS_OF_VOLUMES.map((field) => pod('pods', `spec.volumes.*.${field}`, '/Secret')),
  pod('pods', 'spec.volumes.*.ephemeral.volumeClaimTemplate.spec.storageClassName', CLASS, WIDE),
  pod('pods', 'spec.serviceAccountName', '/ServiceAccount'),
  pod('pods', 'spec.imagePullSecrets.*.name', '/Secret'),
  pod('pods', 'spec.priorityClassName', 'scheduling.k8s.io/PriorityClass', WIDE),
  pod('pods', 'spec.runtimeClassName', 'node.k8s.io/RuntimeClass', WIDE),
  pod('pods', 'spec.resourceClaims.*.resourceClaimName', 'resource.k8s.io/ResourceClaim'),
  pod('pods', 'spec.resourceClaims.*.resourceClaimTemplateName', 'resource.k8s.io/ResourceClaimTemplate'),
  pod(STATEFUL, 'spec.serviceName', '/Service'),
  claims(CLAIM, 'spec.volumeName', '/PersistentVolume', WIDE),
  claims([CLAIM, '/PersistentVolume'], 'spec.storageClassName', CLASS, WIDE),
  claims(CLAIM, ['metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class'], CLASS, WIDE),
  claims([CLAIM, '/PersistentVolume'], 'spec.volumeAttributesClassName', 'storage.k8s.io/VolumeAttributesClass', WIDE),
  claims(STATEFUL, 'spec.volumeClaimTemplates.*.spec.storageClassName', CLASS, WIDE),
  claims(
    STATEFUL,
    'spec.volumeClaimTemplates.*.spec.volumeAttributesClassName',
    'storage.k8s.io/VolumeAttributesClass',
    WIDE,
  ),
  accounts('/ServiceAccount', 'secrets.*.name', '/Secret'),
  accounts('/ServiceAccount', 'imagePullSecrets.*.name', '/Secret'),
  services('/Service', 'spec.selector', 'pods', { form: 'labels', goesAlong: true }),
  services(INGRESS, 'spec.rules.*.http.paths.*.backend.service.name', '/Service', { goesAlong: true }),
  services(INGRESS, 'spec.defaultBackend.service.name', '/Service', { goesAlong: true }),
  services(INGRESS, 'spec.tls.*.secretName', '/Secret'),
  services(INGRESS, 'spec.ingressClassName', 'networking.k8s.io/IngressClass', WIDE),
  services(INGRESS, ['metadata', 'annotations', 'kubernetes.io/ingress.class'], 'networking.k8s.io/IngressClass', WIDE),
  services('networking.k8s.io/IngressClass', 'spec.parameters', '', { form: 'typed', ...WIDE, namespace: 'namespace' }),
  policies('policy/PodDisruptionBudget', 'spec.selector', 'pods', { form: 'selector', goesAlong: true }),
  policies('networking.k8s.io/NetworkPolicy', 'spec.podSelector', 'pods', { form: 'selector', goesAlong: true }),
  scalers('autoscaling/HorizontalPodAutoscaler', 'spec.scaleTargetRef', '', { form: 'typed', goesAlong: true }),
  scalers('autoscaling.k8s.io/VerticalPodAutoscaler', 'spec.targetRef', '', { form: 'typed', goesAlong: true }),
  access(BINDINGS, 'roleRef', 'rbac.authorization.k8s.io/ClusterRole', { form: 'typed', scope: 'cluster' }),
  access('rbac.authorization.k8s.io/RoleBinding', 'subjects.*', '', {
    form: 'typed',
    namespace: 'namespace',
    goesAlong: true,
  }),
  devices(
    'resource.k8s.io/ResourceClaim',
    'spec.devices.requests.*.deviceClassName',
    'resource.k8s.io/DeviceClass',
    WIDE,
  ),
  rowsOf('https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/')(
    '*',
    path('metadata.ownerReferences.*'),
    '',
    { form: 'typed' },
  ),
];
