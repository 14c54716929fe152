import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { clusterArn, eksArn, roleArn } from '../arns.ts';
import type { MemberPlace } from '../members.ts';
import { clustersOf } from './cluster-entry.ts';

/**
 * Finds the role of the target clusters' EBS driver, and asks IAM whether its policies let it attach volumes under a key;
 * the role may be any of the account. All of it reads
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html).
 */
export class TargetDriver extends PolicyDocument {
  constructor(member: MemberPlace) {
    const { account, region } = member;
    const clusters = clustersOf(member);
    super({
      statements: [
        new PolicyStatement({
          sid: 'FindDriver',
          actions: ['eks:DescribeAddon', 'eks:DescribePodIdentityAssociation', 'eks:ListPodIdentityAssociations'],
          resources: clusters.flatMap((cluster) => [
            clusterArn(account, region, cluster),
            eksArn(account, region, `addon/${cluster}/aws-ebs-csi-driver/*`),
            eksArn(account, region, `podidentityassociation/${cluster}/*`),
          ]),
        }),
        new PolicyStatement({
          sid: 'SimulateDriver',
          actions: ['iam:SimulatePrincipalPolicy'],
          resources: [roleArn(account, region, '*')],
        }),
      ],
    });
  }
}
