import { type Path, path } from '../../../kube/fields.ts';

/** Where CA bundles of in-cluster services are, by `group/Kind`. */
export const CA_BUNDLES: Record<string, Path> = {
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': path('webhooks.*.clientConfig.caBundle'),
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': path('webhooks.*.clientConfig.caBundle'),
  'apiextensions.k8s.io/CustomResourceDefinition': path('spec.conversion.webhook.clientConfig.caBundle'),
  'apiregistration.k8s.io/APIService': path('spec.caBundle'),
};

/** Annotations that ask a controller to fill them in. */
export const CA_INJECTORS: readonly string[] = [
  'cert-manager.io/inject-ca-from',
  'cert-manager.io/inject-ca-from-secret',
  'cert-manager.io/inject-apiserver-ca',
  'certmanager.k8s.io/inject-ca-from',
  'service.beta.openshift.io/inject-cabundle',
];
