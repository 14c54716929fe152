import { type App, CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { CfnAccessEntry } from 'aws-cdk-lib/aws-eks';
import { CLUSTERS, TEST_TAG, WORLD_STACK } from '../names.ts';
import { Network } from './network.ts';
import { Roles } from './roles.ts';
import { SmallCluster } from './small-cluster.ts';

export interface WorldProps extends Required<Pick<StackProps, 'env'>> {
  /** ARN of the user or role who loads the clusters. */
  principal: string;
}

/** Two small EKS clusters in a network of their own: all that the test needs besides kubeferry itself. */
export class World extends Stack {
  constructor(app: App, { env, principal }: WorldProps) {
    super(app, WORLD_STACK, { env, description: 'Two small clusters for npm run test:account; delete it at any time' });
    Tags.of(this).add(TEST_TAG.key, TEST_TAG.value);
    const network = new Network(this, 'Network');
    const roles = new Roles(this, 'Roles');
    for (const [side, name] of Object.entries(CLUSTERS)) {
      const { cluster } = new SmallCluster(this, side, { name, network, roles });
      new CfnAccessEntry(this, `${side}-entry`, {
        clusterName: cluster.ref,
        principalArn: principal,
        accessPolicies: [
          {
            policyArn: `arn:${this.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
            accessScope: { type: 'cluster' },
          },
        ],
      });
      new CfnOutput(this, `${side}-name`, { value: cluster.ref });
    }
  }
}
