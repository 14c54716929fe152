import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { MemberPlace } from '../members.ts';
import { clustersOf, usePolicy } from './cluster-entry.ts';

/** The routes of a place whose runs may give volumes of the source to the target. */
export const givingRoutes = ({ routes }: Pick<MemberPlace, 'routes'>) => routes.filter(({ handOver }) => handOver);

/**
 * Changes PersistentVolumes of the source clusters whose routes may hand volumes over, which takes the administrator's access
 * policy: those that EKS has for less leave out PersistentVolumes
 * (https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html). Of EC2 it needs nothing more: the driver
 * of the source detaches, the one of the target attaches, and the run only looks.
 */
export class SourceHandingOver extends PolicyDocument {
  constructor(member: MemberPlace) {
    const clusters = clustersOf(member, (route) => route.handOver === true);
    super({ statements: usePolicy('Administer', member, { clusters, policy: 'AmazonEKSClusterAdminPolicy' }) });
  }
}
