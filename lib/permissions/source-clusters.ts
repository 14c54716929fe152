import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { MemberPlace } from '../members.ts';
import { clustersOf, ownEntry, usePolicy } from './cluster-entry.ts';
import { readWholeClusters } from './whole-clusters.ts';

/**
 * Looks into the source clusters: everything may be read, Secrets included, nothing written. Only where a route may
 * quiesce, workloads of named namespaces may be scaled and commands run in their pods.
 */
export class SourceClusters extends PolicyDocument {
  constructor(member: MemberPlace) {
    super({
      statements: [
        ...ownEntry(member),
        ...readWholeClusters(member),
        ...usePolicy('View', member, { clusters: clustersOf(member), policy: 'AmazonEKSAdminViewPolicy' }),
        ...usePolicy('Edit', member, {
          clusters: clustersOf(member, (route) => route.mayQuiesce),
          policy: 'AmazonEKSEditPolicy',
          scope: 'namespace',
        }),
      ],
    });
  }
}
