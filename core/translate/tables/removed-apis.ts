/** What takes the place of an API version that newer servers do not serve. */
export interface Replacement {
  apiVersion: string;
  /** True when an object of the old version is a valid object of the new one with the same meaning. */
  sameSchema: boolean;
  /** First minor version that does not serve the old one by default; left out below 1.31, which no cluster of EKS has. */
  removedIn?: string;
}

const to = (apiVersion: string, removedIn?: string): Replacement => ({
  apiVersion,
  sameSchema: true,
  ...(removedIn ? { removedIn } : {}),
});
const unlike = (apiVersion: string, removedIn?: string): Replacement => ({
  apiVersion,
  sameSchema: false,
  ...(removedIn ? { removedIn } : {}),
});

/** Dynamic resource allocation: v1 has the fields of v1beta2, and v1beta1 others (https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/). */
const allocation = Object.fromEntries(
  ['DeviceClass', 'ResourceClaim', 'ResourceClaimTemplate', 'ResourceSlice'].flatMap((kind) => [
    [`resource.k8s.io/v1beta2 ${kind}`, to('resource.k8s.io/v1', '1.34')],
    [`resource.k8s.io/v1beta1 ${kind}`, unlike('resource.k8s.io/v1', '1.34')],
    [`resource.k8s.io/v1alpha3 ${kind}`, unlike('resource.k8s.io/v1', '1.32')],
  ]),
);

/** `apiVersion Kind`, from https://kubernetes.io/docs/reference/using-api/deprecation-guide/ */
export const REPLACEMENTS: Record<string, Replacement> = {
  'extensions/v1beta1 Deployment': to('apps/v1'),
  'extensions/v1beta1 DaemonSet': to('apps/v1'),
  'extensions/v1beta1 ReplicaSet': to('apps/v1'),
  'extensions/v1beta1 NetworkPolicy': to('networking.k8s.io/v1'),
  'extensions/v1beta1 Ingress': unlike('networking.k8s.io/v1'),
  'apps/v1beta1 Deployment': to('apps/v1'),
  'apps/v1beta1 StatefulSet': to('apps/v1'),
  'apps/v1beta2 Deployment': to('apps/v1'),
  'apps/v1beta2 StatefulSet': to('apps/v1'),
  'apps/v1beta2 DaemonSet': to('apps/v1'),
  'apps/v1beta2 ReplicaSet': to('apps/v1'),
  'networking.k8s.io/v1beta1 Ingress': unlike('networking.k8s.io/v1'),
  'networking.k8s.io/v1beta1 IngressClass': to('networking.k8s.io/v1'),
  'batch/v1beta1 CronJob': to('batch/v1'),
  'batch/v2alpha1 CronJob': to('batch/v1'),
  'policy/v1beta1 PodDisruptionBudget': to('policy/v1'),
  'autoscaling/v2beta2 HorizontalPodAutoscaler': to('autoscaling/v2'),
  'autoscaling/v2beta1 HorizontalPodAutoscaler': unlike('autoscaling/v2'),
  'discovery.k8s.io/v1beta1 EndpointSlice': unlike('discovery.k8s.io/v1'),
  'rbac.authorization.k8s.io/v1beta1 Role': to('rbac.authorization.k8s.io/v1'),
  'rbac.authorization.k8s.io/v1beta1 RoleBinding': to('rbac.authorization.k8s.io/v1'),
  'rbac.authorization.k8s.io/v1beta1 ClusterRole': to('rbac.authorization.k8s.io/v1'),
  'rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding': to('rbac.authorization.k8s.io/v1'),
  'scheduling.k8s.io/v1beta1 PriorityClass': to('scheduling.k8s.io/v1'),
  'storage.k8s.io/v1beta1 StorageClass': to('storage.k8s.io/v1'),
  'storage.k8s.io/v1beta1 VolumeAttributesClass': to('storage.k8s.io/v1', '1.34'),
  'storage.k8s.io/v1alpha1 VolumeAttributesClass': to('storage.k8s.io/v1'),
  'node.k8s.io/v1beta1 RuntimeClass': to('node.k8s.io/v1'),
  'apiregistration.k8s.io/v1beta1 APIService': to('apiregistration.k8s.io/v1'),
  'apiextensions.k8s.io/v1beta1 CustomResourceDefinition': unlike('apiextensions.k8s.io/v1'),
  'admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration': unlike('admissionregistration.k8s.io/v1'),
  'admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration': unlike('admissionregistration.k8s.io/v1'),
  'admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicy': to('admissionregistration.k8s.io/v1'),
  'admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicyBinding': to('admissionregistration.k8s.io/v1'),
  'admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicy': to('admissionregistration.k8s.io/v1', '1.36'),
  'admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicyBinding': to('admissionregistration.k8s.io/v1', '1.36'),
  'networking.k8s.io/v1beta1 IPAddress': to('networking.k8s.io/v1', '1.33'),
  'networking.k8s.io/v1beta1 ServiceCIDR': to('networking.k8s.io/v1', '1.33'),
  ...allocation,
  'flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema': to('flowcontrol.apiserver.k8s.io/v1', '1.32'),
  'flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration': to('flowcontrol.apiserver.k8s.io/v1', '1.32'),
  'gateway.networking.k8s.io/v1beta1 Gateway': to('gateway.networking.k8s.io/v1'),
  'gateway.networking.k8s.io/v1beta1 GatewayClass': to('gateway.networking.k8s.io/v1'),
  'gateway.networking.k8s.io/v1beta1 HTTPRoute': to('gateway.networking.k8s.io/v1'),
  'external-secrets.io/v1beta1 ExternalSecret': to('external-secrets.io/v1'),
  'external-secrets.io/v1beta1 SecretStore': to('external-secrets.io/v1'),
  'external-secrets.io/v1beta1 ClusterSecretStore': to('external-secrets.io/v1'),
};

/** Kinds that are gone, and what does their work now. */
export const GONE: Record<string, string> = {
  'policy/v1beta1 PodSecurityPolicy':
    'Pod Security admission: the labels pod-security.kubernetes.io/enforce, audit and warn of namespaces',
  'resource.k8s.io/v1alpha3 PodSchedulingContext': 'ResourceClaim alone',
};

/** First minor version that serves a kind in a version, for those that a cluster of EKS may not have yet. */
export const SINCE: Record<string, string> = {
  'networking.k8s.io/v1 IPAddress': '1.33',
  'networking.k8s.io/v1 ServiceCIDR': '1.33',
  'storage.k8s.io/v1 VolumeAttributesClass': '1.34',
  'resource.k8s.io/v1 DeviceClass': '1.34',
  'resource.k8s.io/v1 ResourceClaim': '1.34',
  'resource.k8s.io/v1 ResourceClaimTemplate': '1.34',
  'resource.k8s.io/v1 ResourceSlice': '1.34',
  'admissionregistration.k8s.io/v1 MutatingAdmissionPolicy': '1.36',
  'admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding': '1.36',
};

interface Kind {
  apiVersion: string;
  kind: string;
}

/** Whether a minor version such as `1.32` serves a kind of that API version: still, and already. */
export function isServedIn(version: string, { apiVersion, kind }: Kind): boolean {
  const minor = minorOf(version);
  const { removedIn } = REPLACEMENTS[`${apiVersion} ${kind}`] ?? {};
  const since = SINCE[`${apiVersion} ${kind}`];
  return (removedIn === undefined || minor < minorOf(removedIn)) && (since === undefined || minor >= minorOf(since));
}

/** The version that a kind has in newer clusters. */
export const successorOf = ({ apiVersion, kind }: Kind) => REPLACEMENTS[`${apiVersion} ${kind}`]?.apiVersion;

const minorOf = (version: string) => Number(version.split('.')[1]);
