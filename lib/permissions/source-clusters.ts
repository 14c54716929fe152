import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { moverOf } from '../../core/base/request/mover.ts';
import type { MemberPlace } from '../members.ts';
import { clustersOf, type Entries, ownEntry, usePolicy } from './cluster-entry.ts';
import { readWholeClusters } from './whole-clusters.ts';

/**
 * Looks into the source clusters: everything may be read, Secrets included, nothing written. Only where a route may
 * quiesce or make Jobs, workloads of named namespaces may be changed and commands run in their pods.
 */
export class SourceClusters extends PolicyDocument {
  constructor(member: MemberPlace, entries: Entries) {
    super({
      statements: [
        ...ownEntry(member, entries),
        ...readWholeClusters(member),
        ...usePolicy('View', member, { clusters: clustersOf(member), entries, policy: 'AmazonEKSAdminViewPolicy' }),
        ...usePolicy('Edit', member, {
          clusters: clustersOf(member, (route) => route.mayQuiesce || moverOf(route.source) !== undefined),
          entries,
          policy: 'AmazonEKSEditPolicy',
          scope: 'namespace',
        }),
      ],
    });
  }
}
