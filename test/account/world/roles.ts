import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/**
 * Roles of the clusters, of their nodes, and of the EBS CSI driver, with AWS's own policies
 * (https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html, …/create-node-role.html, …/ebs-csi.html).
 */
export class Roles extends Construct {
  readonly ofCluster: Role;
  readonly ofNode: Role;
  readonly ofDriver: Role;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const role = (name: string, service: string, policies: string[]) =>
      new Role(this, name, {
        assumedBy: new ServicePrincipal(service),
        managedPolicies: policies.map((policy) => ManagedPolicy.fromAwsManagedPolicyName(policy)),
      });
    this.ofCluster = role('Cluster', 'eks.amazonaws.com', ['AmazonEKSClusterPolicy']);
    this.ofNode = role('Node', 'ec2.amazonaws.com', [
      'AmazonEKSWorkerNodePolicy',
      'AmazonEC2ContainerRegistryPullOnly',
      'AmazonEKS_CNI_Policy',
    ]);
    this.ofDriver = role('Driver', 'pods.eks.amazonaws.com', ['service-role/AmazonEBSCSIDriverPolicyV2']);
    // Sessions of pod identities have tags: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
    this.ofDriver.assumeRolePolicy?.addStatements(
      new PolicyStatement({
        actions: ['sts:TagSession'],
        principals: [new ServicePrincipal('pods.eks.amazonaws.com')],
      }),
    );
  }
}
