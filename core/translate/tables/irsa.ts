const PREFIX = 'eks.amazonaws.com/';

/** Annotations of service accounts for IAM roles (https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html). */
export const IRSA = {
  role: `${PREFIX}role-arn`,
  /** They say how the token for the role is made, and mean nothing without one. */
  details: [`${PREFIX}audience`, `${PREFIX}sts-regional-endpoints`, `${PREFIX}token-expiration`],
} as const;
