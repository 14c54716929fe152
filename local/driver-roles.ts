/** Whose rights a driver of EBS volumes has: AWS's own policies for it. */
import type { Iam } from '../emulator/aws/iam/iam.ts';
import type { Caller } from '../emulator/base/service.ts';
import type { EbsDriverName } from '../emulator/csi/pass.ts';

interface DriverPlace {
  account: string;
  cluster: string;
}

/** The role of the add-on; the policy is the one that EKS recommends (https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html). */
const ADD_ON = { name: 'ebs-csi-driver', taker: 'pods.eks.amazonaws.com', policy: 'AmazonEBSCSIDriverPolicyV2' };
/** https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html */
const AUTO_MODE = { name: 'eks-cluster', taker: 'eks.amazonaws.com', policy: 'AmazonEKSBlockStoragePolicy' };
/** What Auto Mode describes and deletes, EKS does by its service-linked role. */
const SERVICE_LINKED = {
  name: 'AWSServiceRoleForAmazonEKS',
  path: '/aws-service-role/eks.amazonaws.com/',
  taker: 'eks.amazonaws.com',
  policy: 'aws-service-role/AmazonEKSServiceRolePolicy',
};
const BY_SERVICE_LINKED_ROLE = ['DescribeVolumes', 'DeleteVolume'];

/** Who calls an operation of EC2 for a driver. */
export function callersOf(driver: EbsDriverName, place: DriverPlace, iam: Iam): (operation: string) => Caller {
  if (driver === 'ebs.csi.aws.com') {
    // The session tag that EKS Pod Identity adds (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html).
    const addOn = callerAs(ADD_ON, place, iam, { 'eks-cluster-name': place.cluster });
    return () => addOn;
  }
  const ofCluster = callerAs(AUTO_MODE, place, iam, { 'eks:eks-cluster-name': place.cluster });
  const serviceLinked = callerAs(SERVICE_LINKED, place, iam, {});
  return (operation) => (BY_SERVICE_LINKED_ROLE.includes(operation) ? serviceLinked : ofCluster);
}

function callerAs(
  { name, path = '/', taker, policy }: typeof ADD_ON & { path?: string },
  { account, cluster }: DriverPlace,
  iam: Iam,
  tags: Record<string, string>,
): Caller {
  const trust = {
    Statement: {
      Effect: 'Allow' as const,
      Principal: { Service: taker },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    },
  };
  const principalArn = `arn:aws:iam::${account}:role${path}${name}`;
  if (!iam.role(principalArn)) iam.createRole({ account, name, path, trust });
  iam.attachPolicy(principalArn, `arn:aws:iam::aws:policy/${policy}`);
  const arn = `arn:aws:sts::${account}:assumed-role/${name}/csi`;
  return { account, arn, principalArn, tags, accessKeyId: `csi ${account} ${cluster}` };
}
