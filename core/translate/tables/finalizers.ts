/** Finalizers that their controllers put on by themselves as soon as they take up an object: never carried over. */
export const PUT_ON_AGAIN: readonly RegExp[] = [
  /^(foregroundDeletion|orphan|kubernetes)$/,
  /^kubernetes\.io\/(pv|pvc)-protection$/,
  /^external-(attacher|provisioner|resizer)[./]/,
  /^(external-provisioner\.volume|snapshot\.storage)\.kubernetes\.io\//,
  /^batch\.kubernetes\.io\/job-tracking$/,
  /^service\.kubernetes\.io\/load-balancer-cleanup$/,
  /^(service|ingress|group\.ingress|elbv2|targetgroupbinding)\.(k8s\.aws|elbv2\.k8s\.aws)\//,
  /^elbv2\.k8s\.aws\//,
  /^service\.eks\.amazonaws\.com\//,
  /^customresourcecleanup\.apiextensions\.k8s\.io$/,
  // A paused Application is deleted by nobody as long as it is there.
  /^app\.oam\.dev\/resource-tracker-finalizer$/,
  /^kro\.run\/finalizer$/,
];

/** API group that a finalizer's controller serves, by the start of the finalizer's name. */
export const CONTROLLER_GROUPS: readonly { finalizer: RegExp; group: string }[] = [
  { finalizer: /^resources-finalizer\.argocd\.argoproj\.io/, group: 'argoproj.io' },
  { finalizer: /^finalizers\.fluxcd\.io$/, group: 'kustomize.toolkit.fluxcd.io' },
  { finalizer: /^finalizer\.keda\.sh$/, group: 'keda.sh' },
  { finalizer: /cert-manager\.io/, group: 'cert-manager.io' },
  { finalizer: /^strimzi\.io\//, group: 'kafka.strimzi.io' },
  { finalizer: /cattle\.io/, group: 'management.cattle.io' },
  { finalizer: /^karpenter\.sh\//, group: 'karpenter.sh' },
  { finalizer: /crossplane\.io/, group: 'apiextensions.crossplane.io' },
  { finalizer: /services\.k8s\.aws/, group: 'services.k8s.aws' },
  { finalizer: /^velero\.io\//, group: 'velero.io' },
  { finalizer: /^istio-finalizer\.install\.istio\.io$/, group: 'install.istio.io' },
  { finalizer: /^wait-for-.*linkerd\.io/, group: 'linkerd.io' },
];
