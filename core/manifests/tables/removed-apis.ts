/** What takes the place of an API version that newer servers do not serve. */
export interface Replacement {
  apiVersion: string;
  /** True when an object of the old version is a valid object of the new one with the same meaning. */
  sameSchema: boolean;
  /** First minor version that does not serve the old one; left out below 1.31, which no cluster of EKS has. */
  removedIn?: string;
}

const to = (apiVersion: string, removedIn?: string): Replacement => ({
  apiVersion,
  sameSchema: true,
  ...(removedIn ? { removedIn } : {}),
});
const unlike = (apiVersion: string): Replacement => ({ apiVersion, sameSchema: false });

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
  'storage.k8s.io/v1beta1 VolumeAttributesClass': to('storage.k8s.io/v1'),
  'storage.k8s.io/v1alpha1 VolumeAttributesClass': to('storage.k8s.io/v1'),
  'node.k8s.io/v1beta1 RuntimeClass': to('node.k8s.io/v1'),
  'apiregistration.k8s.io/v1beta1 APIService': to('apiregistration.k8s.io/v1'),
  'apiextensions.k8s.io/v1beta1 CustomResourceDefinition': unlike('apiextensions.k8s.io/v1'),
  'admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration': unlike('admissionregistration.k8s.io/v1'),
  'admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration': unlike('admissionregistration.k8s.io/v1'),
  'admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicy': to('admissionregistration.k8s.io/v1'),
  'admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicyBinding': to('admissionregistration.k8s.io/v1'),
  'flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema': to('flowcontrol.apiserver.k8s.io/v1', '1.32'),
  'flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration': to('flowcontrol.apiserver.k8s.io/v1', '1.32'),
  'gateway.networking.k8s.io/v1beta1 Gateway': to('gateway.networking.k8s.io/v1'),
  'gateway.networking.k8s.io/v1beta1 GatewayClass': to('gateway.networking.k8s.io/v1'),
  'gateway.networking.k8s.io/v1beta1 HTTPRoute': to('gateway.networking.k8s.io/v1'),
  'external-secrets.io/v1beta1 ExternalSecret': to('external-secrets.io/v1'),
  'external-secrets.io/v1beta1 SecretStore': to('external-secrets.io/v1'),
  'external-secrets.io/v1beta1 ClusterSecretStore': to('external-secrets.io/v1'),
};

/** Whether a minor version such as `1.32` serves a kind of that API version no more. */
export function isRemovedIn(version: string, { apiVersion, kind }: { apiVersion: string; kind: string }): boolean {
  const removedIn = REPLACEMENTS[`${apiVersion} ${kind}`]?.removedIn;
  return removedIn !== undefined && minorOf(version) >= minorOf(removedIn);
}

const minorOf = (version: string) => Number(version.split('.')[1]);
