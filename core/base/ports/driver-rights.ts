/** Who calls EC2 for the driver `ebs.csi.aws.com` (https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html). */
export const EBS_CONTROLLER = { namespace: 'kube-system', serviceAccount: 'ebs-csi-controller-sa' } as const;

/** What the policies of a driver's role say. */
export interface DriverRight {
  roleArn: string;
  allowed: boolean;
}

/** The driver that attaches EBS volumes in one cluster. */
export interface DriverRights {
  /** Whether its role may grant the use of a key by its own policies; undefined where the role, or what it may, is not known. */
  mayGrant(keyArn: string): Promise<DriverRight | undefined>;
}
