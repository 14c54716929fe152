import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { MemberPlace } from '../members.ts';
import { clustersOf, type Entries, ownEntry, usePolicy } from './cluster-entry.ts';

/** Writes into the target clusters, cluster-scoped kinds included, and takes no other right than that one policy. */
export class TargetClusters extends PolicyDocument {
  constructor(member: MemberPlace, entries: Entries) {
    super({
      statements: [
        ...ownEntry(member, entries),
        ...usePolicy('Admin', member, { clusters: clustersOf(member), entries, policy: 'AmazonEKSClusterAdminPolicy' }),
      ],
    });
  }
}
