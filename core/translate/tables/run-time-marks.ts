import { MADE_BY_RUN } from '../../base/run/names.ts';

/** Annotations that controllers, CNIs and meshes wrote while the object lived; exact names. */
export const RUN_TIME_ANNOTATIONS: readonly string[] = [
  'k8s.v1.cni.cncf.io/network-status',
  'k8s.v1.cni.cncf.io/networks-status',
  'vpc.amazonaws.com/pod-eni',
  'vpc.amazonaws.com/pod-ips',
  'k8s.ovn.org/pod-networks',
  'sidecar.istio.io/status',
  'istio.io/rev-status',
  'linkerd.io/trust-root-sha256',
  'kubernetes.io/psp',
  'openshift.io/scc',
  'kubernetes.io/limit-ranger',
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.daemonset.template.generation',
  'rollout.argoproj.io/revision',
  'batch.kubernetes.io/job-tracking',
  'batch.kubernetes.io/cronjob-scheduled-timestamp',
  'cronjob.kubernetes.io/instantiate',
  'endpoints.kubernetes.io/last-change-trigger-time',
  'autoscaling.alpha.kubernetes.io/conditions',
  'autoscaling.alpha.kubernetes.io/current-metrics',
  'kubectl.kubernetes.io/restartedAt',
  'cattle.io/timestamp',
  'field.cattle.io/publicEndpoints',
  'eks.amazonaws.com/pod-identity-status',
  MADE_BY_RUN,
  // What Velero's own actions write into objects while it backs them up; what people write for Velero stays.
  'backup.velero.io/must-include-additional-items',
  'velero.io/csi-driver-name',
  'velero.io/csi-volumesnapshot-handle',
  'velero.io/csi-volumesnapshot-restore-size',
  'velero.io/csi-vsc-deletion-policy',
  'velero.io/volume-snapshot-name',
];

/** The same by prefix. */
export const RUN_TIME_ANNOTATION_PREFIXES: readonly string[] = ['cni.projectcalico.org/', 'k8s.ovn.org/'];

/** Labels that Velero puts on what it backs up, and on what it has restored (velero `pkg/apis/velero/v1/labels_annotations.go`). */
export const RUN_TIME_LABELS: readonly string[] = [
  'velero.io/backup-name',
  'velero.io/restore-name',
  'velero.io/volume-snapshot-name',
];

/** Labels that the server puts on a pod when it is placed. */
export const RUN_TIME_POD_LABELS: readonly string[] = [
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'eks.amazonaws.com/fargate-profile',
  'apps.kubernetes.io/pod-index',
  'statefulset.kubernetes.io/pod-name',
];
