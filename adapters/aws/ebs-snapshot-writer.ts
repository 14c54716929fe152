import { EBSClient, StartSnapshotCommand } from '@aws-sdk/client-ebs';
import type { StartSnapshotRequest } from '../../core/base/ports/volume-storage.ts';
import { clientConfig } from './clients.ts';
import { awsCall } from './errors.ts';
import type { MemberSession } from './member.ts';

/**
 * How long EBS waits for the next block before it gives the snapshot up: the highest value is 4,320, the lowest 10.
 * A day lets a run be redriven the next morning (https://docs.aws.amazon.com/ebs/latest/APIReference/API_StartSnapshot.html).
 */
const IDLE_TIMEOUT_MINUTES = 1_440;

/**
 * Starts a pending snapshot for a BlockSink and returns its id: empty, or as its parent is. The same request with the same
 * ClientToken returns the same snapshot. Throws QuotaReached at 100 such pending snapshots.
 */
export async function startEbsSnapshot(session: MemberSession, request: StartSnapshotRequest): Promise<string> {
  const ebs = new EBSClient(clientConfig(session));
  const { SnapshotId = '' } = await awsCall(`start a ${request.sizeGiB} GiB snapshot in ${session.region}`, () =>
    ebs.send(
      new StartSnapshotCommand({
        VolumeSize: request.sizeGiB,
        ...encryption(request),
        Description: request.description,
        Tags: Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value })),
        ClientToken: request.clientToken,
        Timeout: request.idleMinutes ?? IDLE_TIMEOUT_MINUTES,
      }),
    ),
  );
  return SnapshotId;
}

/** With a parent, whose key it gets, neither may be said (https://docs.aws.amazon.com/ebs/latest/userguide/ebsapis-using-encryption.html). */
const encryption = ({ kmsKeyArn, parentSnapshotId }: StartSnapshotRequest) =>
  parentSnapshotId === undefined ? { Encrypted: true, KmsKeyArn: kmsKeyArn } : { ParentSnapshotId: parentSnapshotId };
