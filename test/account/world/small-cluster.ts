import { CfnAddon, CfnCluster, CfnNodegroup } from 'aws-cdk-lib/aws-eks';
import { Construct } from 'constructs';
import { TEST_TAG } from '../names.ts';
import type { Network } from './network.ts';
import type { Roles } from './roles.ts';

export interface SmallClusterProps {
  name: string;
  network: Network;
  roles: Roles;
}

/** Of the driver's chart: every volume and snapshot that the driver makes bears the tag of the test. */
const DRIVER_SETTINGS = {
  controller: { replicaCount: 1, extraVolumeTags: { [TEST_TAG.key]: TEST_TAG.value } },
};

/** A cluster of EKS's default version with one node, and the EBS CSI driver with a role of its own. */
export class SmallCluster extends Construct {
  readonly cluster: CfnCluster;

  constructor(scope: Construct, id: string, { name, network, roles }: SmallClusterProps) {
    super(scope, id);
    this.cluster = new CfnCluster(this, 'Cluster', {
      name,
      roleArn: roles.ofCluster.roleArn,
      accessConfig: { authenticationMode: 'API' },
      resourcesVpcConfig: { subnetIds: network.subnetIds, endpointPublicAccess: true },
    });
    const nodes = new CfnNodegroup(this, 'Nodes', {
      clusterName: this.cluster.ref,
      nodeRole: roles.ofNode.roleArn,
      // One zone: volumes of both clusters are where the nodes are.
      subnets: network.subnetIds.slice(0, 1),
      amiType: 'AL2023_ARM_64_STANDARD',
      instanceTypes: ['t4g.medium'],
      scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 1 },
      diskSize: 20,
      tags: { [TEST_TAG.key]: TEST_TAG.value },
    });
    nodes.addResourceDependency(network.route);
    const identities = new CfnAddon(this, 'PodIdentity', {
      clusterName: this.cluster.ref,
      addonName: 'eks-pod-identity-agent',
    });
    const driver = new CfnAddon(this, 'Driver', {
      clusterName: this.cluster.ref,
      addonName: 'aws-ebs-csi-driver',
      podIdentityAssociations: [{ roleArn: roles.ofDriver.roleArn, serviceAccount: 'ebs-csi-controller-sa' }],
      configurationValues: JSON.stringify(DRIVER_SETTINGS),
    });
    identities.addResourceDependency(nodes);
    driver.addResourceDependency(identities);
  }
}
