import { tagsFor } from '../../base/run/names.ts';

/**
 * Tags of a target volume: the run's, and those that the driver's IAM policy demands before it attaches a volume that
 * it did not make: `AmazonEBSCSIDriverPolicyV2` goes by ebs.csi.aws.com/cluster, `AmazonEBSCSIDriverEKSClusterScopedPolicy`
 * by ebs.csi.aws.com/cluster-name (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEBSCSIDriverEKSClusterScopedPolicy.html),
 * Auto Mode by eks:eks-cluster-name (https://docs.aws.amazon.com/eks/latest/userguide/auto-learn-iam.html).
 */
export function targetTags(
  cloneId: string,
  claim: string,
  targetClaim: string,
  driver: string,
  cluster: string,
): Record<string, string> {
  const [namespace = '', name = ''] = targetClaim.split('/');
  if (driver === 'disk.csi.azure.com')
    return {
      ...tagsFor(cloneId, claim, 'target-volume'),
      // As the driver marks its own (azuredisk-csi-driver pkg/azureconstants); tags of Azure have no slash in their names.
      'kubernetes.io-created-for-pvc-namespace': namespace,
      'kubernetes.io-created-for-pvc-name': name,
    };
  const demanded: Record<string, string> =
    driver === 'ebs.csi.eks.amazonaws.com'
      ? { 'eks:eks-cluster-name': cluster }
      : {
          'ebs.csi.aws.com/cluster': 'true',
          'ebs.csi.aws.com/cluster-name': cluster,
          // As the driver marks its own; also what a later run from there takes for a proof.
          [`kubernetes.io/cluster/${cluster}`]: 'owned',
        };
  return {
    ...tagsFor(cloneId, claim, 'target-volume'),
    ...demanded,
    Name: `${cluster}-${namespace}-${name}`.slice(0, 255),
    'kubernetes.io/created-for/pvc/namespace': namespace,
    'kubernetes.io/created-for/pvc/name': name,
  };
}
