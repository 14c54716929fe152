/** Marks by which a GitOps tool knows its objects, by label or annotation. */
export const GITOPS_MARKS: Readonly<Record<string, string>> = {
  'argocd.argoproj.io/tracking-id': 'Argo CD',
  'argocd.argoproj.io/instance': 'Argo CD',
  'kustomize.toolkit.fluxcd.io/name': 'Flux',
  'helm.toolkit.fluxcd.io/name': 'Flux',
};

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export const MANAGED_BY = 'app.kubernetes.io/managed-by';

/** What people write there, and what does nothing until somebody runs it: any other value names an operator. */
export const RUN_BY_HAND: readonly RegExp[] = [
  /^(helm|tiller|kubectl|kustomize|terraform|opentofu|pulumi|skaffold|tanka|jsonnet|cdk8s|helmfile|werf|devspace|kapp|ansible|manual|none|kubeferry)$/i,
];
