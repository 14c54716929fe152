import type { JsonObject } from '../../../kube/kube-object.ts';

type Defaults = JsonObject | ((value: JsonObject) => JsonObject);

const NOTHING: JsonObject = {};

const WEBHOOK: JsonObject = {
  failurePolicy: 'Fail',
  matchPolicy: 'Equivalent',
  namespaceSelector: {},
  objectSelector: {},
  timeoutSeconds: 10,
};

/** Fields that the server fills in, by type (the `defaults.go` files below pkg/apis of Kubernetes 1.36). */
export const TYPE_DEFAULTS: Record<string, Defaults> = {
  'core.v1.PodSpec': (spec) => ({
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    ...(spec.serviceAccountName ? { serviceAccount: spec.serviceAccountName } : {}),
    ...(spec.serviceAccount ? { serviceAccountName: spec.serviceAccount } : {}),
  }),
  'core.v1.Container': (container) => ({
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    resources: {},
    imagePullPolicy: isLatest(String(container.image ?? '')) ? 'Always' : 'IfNotPresent',
  }),
  'core.v1.ContainerPort': { protocol: 'TCP' },
  'core.v1.Probe': { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 },
  'core.v1.HTTPGetAction': { path: '/', scheme: 'HTTP' },
  'core.v1.GRPCAction': { service: '' },
  'core.v1.ObjectFieldSelector': { apiVersion: 'v1' },
  'core.v1.SecretVolumeSource': { defaultMode: 0o644 },
  'core.v1.ConfigMapVolumeSource': { defaultMode: 0o644 },
  'core.v1.DownwardAPIVolumeSource': { defaultMode: 0o644 },
  'core.v1.ProjectedVolumeSource': { defaultMode: 0o644 },
  'core.v1.ServiceAccountTokenProjection': { expirationSeconds: 3600 },
  'core.v1.HostPathVolumeSource': { type: '' },
  'core.v1.Volume': (volume) => (Object.keys(volume).some((field) => field !== 'name') ? NOTHING : { emptyDir: {} }),
  'core.v1.ServicePort': (port) => ({ protocol: 'TCP', ...(port.port === undefined ? {} : { targetPort: port.port }) }),
  'core.v1.ServiceSpec': (spec) => ({
    sessionAffinity: 'None',
    type: 'ClusterIP',
    ...(spec.type === 'ExternalName' ? {} : { internalTrafficPolicy: 'Cluster' }),
    ...(spec.type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: true } : {}),
    ...(spec.type === 'LoadBalancer' || spec.type === 'NodePort' ? { externalTrafficPolicy: 'Cluster' } : {}),
  }),
  'core.v1.PersistentVolumeClaimSpec': { volumeMode: 'Filesystem' },
  'core.v1.PersistentVolumeClaim': { status: { phase: 'Pending' } },
  'core.v1.PersistentVolumeSpec': { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' },
  'core.v1.Secret': { type: 'Opaque' },
  'core.v1.NamespaceSpec': { finalizers: ['kubernetes'] },
  'apps.v1.DeploymentSpec': {
    replicas: 1,
    strategy: { type: 'RollingUpdate' },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
  },
  'apps.v1.DeploymentStrategy': (strategy) =>
    (strategy.type ?? 'RollingUpdate') === 'RollingUpdate' ? { type: 'RollingUpdate', rollingUpdate: {} } : NOTHING,
  'apps.v1.RollingUpdateDeployment': { maxUnavailable: '25%', maxSurge: '25%' },
  'apps.v1.ReplicaSetSpec': { replicas: 1 },
  'core.v1.ReplicationControllerSpec': { replicas: 1 },
  'apps.v1.StatefulSetSpec': {
    replicas: 1,
    podManagementPolicy: 'OrderedReady',
    revisionHistoryLimit: 10,
    updateStrategy: { type: 'RollingUpdate' },
    persistentVolumeClaimRetentionPolicy: {},
  },
  'apps.v1.StatefulSetUpdateStrategy': (strategy) =>
    (strategy.type ?? 'RollingUpdate') === 'RollingUpdate' ? { type: 'RollingUpdate', rollingUpdate: {} } : NOTHING,
  'apps.v1.RollingUpdateStatefulSetStrategy': { partition: 0 },
  'apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy': { whenDeleted: 'Retain', whenScaled: 'Retain' },
  'apps.v1.DaemonSetSpec': { updateStrategy: { type: 'RollingUpdate' }, revisionHistoryLimit: 10 },
  'apps.v1.DaemonSetUpdateStrategy': (strategy) =>
    (strategy.type ?? 'RollingUpdate') === 'RollingUpdate' ? { type: 'RollingUpdate', rollingUpdate: {} } : NOTHING,
  'apps.v1.RollingUpdateDaemonSet': { maxUnavailable: 1, maxSurge: 0 },
  'batch.v1.JobSpec': (spec) => ({
    ...(spec.completions === undefined && spec.parallelism === undefined ? { completions: 1 } : {}),
    parallelism: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed',
  }),
  'batch.v1.CronJobSpec': {
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  },
  'autoscaling.v2.HorizontalPodAutoscalerSpec': { minReplicas: 1 },
  'autoscaling.v1.HorizontalPodAutoscalerSpec': { minReplicas: 1 },
  'networking.v1.NetworkPolicySpec': (spec) => ({ policyTypes: spec.egress ? ['Ingress', 'Egress'] : ['Ingress'] }),
  'networking.v1.NetworkPolicyPort': { protocol: 'TCP' },
  'storage.v1.StorageClass': { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' },
  'storage.v1.CSIDriverSpec': {
    attachRequired: true,
    podInfoOnMount: false,
    storageCapacity: false,
    fsGroupPolicy: 'ReadWriteOnceWithFSType',
    requiresRepublish: false,
    seLinuxMount: false,
    volumeLifecycleModes: ['Persistent'],
  },
  'scheduling.v1.PriorityClass': { preemptionPolicy: 'PreemptLowerPriority' },
  'rbac.v1.RoleRef': { apiGroup: 'rbac.authorization.k8s.io' },
  'rbac.v1.Subject': (subject) => ({ apiGroup: subject.kind === 'ServiceAccount' ? '' : 'rbac.authorization.k8s.io' }),
  'admissionregistration.v1.ValidatingWebhook': WEBHOOK,
  'admissionregistration.v1.MutatingWebhook': { ...WEBHOOK, reinvocationPolicy: 'Never' },
  'admissionregistration.v1.RuleWithOperations': { scope: '*' },
  'admissionregistration.v1.ServiceReference': { port: 443 },
  'discovery.v1.EndpointPort': { name: '', protocol: 'TCP' },
  'core.v1.EndpointPort': { protocol: 'TCP' },
  'apiextensions.v1.CustomResourceDefinitionSpec': { conversion: { strategy: 'None' } },
};

/** An image without a tag, or with `latest`, and without a digest. */
function isLatest(image: string): boolean {
  if (image.includes('@')) return false;
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest';
}
