/** In the order in which they are made: what comes later needs what came before. */
export const PARTS = [
  'cluster',
  'nodegroup',
  'fargate-profile',
  'oidc-provider',
  'addon',
  'access-entry',
  'access-policy',
  'pod-identity',
] as const;
export type PartKind = (typeof PARTS)[number];

/**
 * One call that makes one part; `input` is that of EKS's Create (or Associate) operation. An OpenID Connect provider is
 * one of IAM, whose URL is the issuer that EKS gives the cluster: its input names the cluster instead.
 */
export interface CreateRequest {
  kind: PartKind;
  /** Unique among the parts of its kind. */
  name: string;
  input: Record<string, unknown>;
}
