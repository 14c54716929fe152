/**
 * The EBS direct APIs over the same snapshots that EC2 has: one made with either is read with the other.
 * A block is received, hashed once and kept as it came; reading it sends the very same bytes.
 */

import type { Service } from '../../base/service.ts';
import type { Keys } from '../ec2/keys.ts';
import type { Ec2State } from '../ec2/state.ts';
import { CompleteSnapshot, completeSnapshot } from './complete-snapshot.ts';
import { GetSnapshotBlock, getSnapshotBlock } from './get-block.ts';
import { ListChangedBlocks, ListSnapshotBlocks, listChangedBlocks, listSnapshotBlocks } from './list-blocks.ts';
import { createContext, ebsOperation } from './operation.ts';
import { PutSnapshotBlock, putSnapshotBlock } from './put-block.ts';
import { StartSnapshot, startSnapshot } from './start-snapshot.ts';

/** `state` and `kms` are EC2's. */
export function createEbs({ state, kms }: { state: Ec2State; kms: Keys }): Service {
  const context = createContext(state, kms);
  return {
    signingName: 'ebs',
    protocol: 'rest-json',
    routes: {
      ListSnapshotBlocks: 'GET /snapshots/{SnapshotId}/blocks',
      ListChangedBlocks: 'GET /snapshots/{SecondSnapshotId}/changedblocks',
      GetSnapshotBlock: 'GET /snapshots/{SnapshotId}/blocks/{BlockIndex}',
      StartSnapshot: 'POST /snapshots',
      PutSnapshotBlock: 'PUT /snapshots/{SnapshotId}/blocks/{BlockIndex}',
      CompleteSnapshot: 'POST /snapshots/completion/{SnapshotId}',
    },
    statuses: { StartSnapshot: 201 },
    operations: {
      ListSnapshotBlocks: ebsOperation(ListSnapshotBlocks, context, listSnapshotBlocks),
      ListChangedBlocks: ebsOperation(ListChangedBlocks, context, listChangedBlocks),
      GetSnapshotBlock: ebsOperation(GetSnapshotBlock, context, getSnapshotBlock),
      StartSnapshot: ebsOperation(StartSnapshot, context, startSnapshot),
      PutSnapshotBlock: ebsOperation(PutSnapshotBlock, context, putSnapshotBlock),
      CompleteSnapshot: ebsOperation(CompleteSnapshot, context, completeSnapshot),
    },
  };
}
