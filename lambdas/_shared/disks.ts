import { startEbsSnapshot } from '../../adapters/aws/ebs-snapshot-writer.ts';
import type { MemberSession } from '../../adapters/aws/member.ts';
import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { lastingAccess, snapshotAccess } from '../../adapters/azure/disk-access.ts';
import { azureDiskStorage, snapshotId as pathOfSnapshot } from '../../adapters/azure/disk-storage.ts';
import { pageBlobSource } from '../../adapters/azure/page-blob-source.ts';
import { uploadSink as fillUpload } from '../../adapters/azure/upload-sink.ts';
import { azureUploadStorage, diskId, startUpload } from '../../adapters/azure/upload-storage.ts';
import type { BlockSink, BlockSource } from '../../core/base/ports/block-store.ts';
import type { StartSnapshotRequest, VolumeStorage } from '../../core/base/ports/volume-storage.ts';
import type { AksTargetMember } from '../../core/base/request/route.ts';
import type { AksMember } from '../../core/base/request/source.ts';
import type { Clone, VolumeItem } from '../../core/base/run/envelope.ts';
import { GIB } from '../../core/base/sizes.ts';
import type { OpenSource } from '../../core/execute/volumes/plan-block-copy.ts';
import { aksSource, aksTarget, azureAs } from './azure.ts';

/** The disks of the source: managed disks of Azure, or volumes of EBS. */
export function sourceStorage({ route, cloneId }: Clone, session: MemberSession): VolumeStorage {
  const place = aksSource(route);
  return place ? azureDiskStorage(azureAs(session, place, cloneId).arm, place) : ec2VolumeStorage(session);
}

/** Where the target's disks are made. */
export function targetStorage({ route, cloneId }: Clone, session: MemberSession): VolumeStorage {
  const place = aksTarget(route);
  return place ? azureUploadStorage(azureAs(session, place, cloneId).arm, place) : ec2VolumeStorage(session);
}

/** What is filled block by block: a snapshot of EBS, or the disk itself in Azure. */
export function startTarget(
  { route, cloneId }: Clone,
  session: MemberSession,
  request: StartSnapshotRequest,
  volume: VolumeItem,
): Promise<string> {
  const place = aksTarget(route);
  return place
    ? startUpload(azureAs(session, place, cloneId).arm, place, request, volume)
    : startEbsSnapshot(session, request);
}

const gibibytesOf = ({ sizeGiB, sourceGiB = sizeGiB }: VolumeItem) => sourceGiB;
const bytesOf = (volume: VolumeItem) => gibibytesOf(volume) * GIB;

/** The blocks of a snapshot of a managed disk, by an access that is renewed where it ends. */
export async function snapshotBlocks(
  session: MemberSession,
  place: AksMember,
  { cloneId }: Clone,
  volume: VolumeItem,
): Promise<OpenSource> {
  const { arm } = azureAs(session, place, cloneId);
  const { snapshotId } = volume.origin;
  const access = await snapshotAccess(arm, place, snapshotId, gibibytesOf(volume));
  const accessEarlier = (name: string) => lastingAccess(arm, pathOfSnapshot(place, name), 'Read');
  const of = { size: bytesOf(volume), name: `snapshot ${snapshotId}` };
  return (since) =>
    since === undefined
      ? pageBlobSource(access, of)
      : openedLater(async () => pageBlobSource(access, { ...of, previousSnapshot: await accessEarlier(since) }));
}

/** Nothing is asked for before its first block is: the earlier snapshot may be gone, which is said then. */
function openedLater(open: () => Promise<BlockSource>): BlockSource {
  let opened: Promise<BlockSource> | undefined;
  const source = () => {
    opened ??= open();
    return opened;
  };
  return {
    async *list(range) {
      yield* (await source()).list(range);
    },
    get: async (block, into) => (await source()).get(block, into),
  };
}

/** A disk that a run fills. */
export async function uploadSink(
  session: MemberSession,
  place: AksTargetMember,
  { cloneId }: Clone,
  { disk, volume }: { disk: string; volume: VolumeItem },
): Promise<BlockSink> {
  return fillUpload(azureAs(session, place, cloneId).arm, place, { disk, size: bytesOf(volume) });
}

/** What it has, once it is complete. */
export async function uploadedBlocks(
  session: MemberSession,
  place: AksTargetMember,
  { cloneId }: Clone,
  { disk, volume }: { disk: string; volume: VolumeItem },
): Promise<BlockSource> {
  const access = await lastingAccess(azureAs(session, place, cloneId).arm, diskId(place, disk), 'Read');
  return pageBlobSource(access, { size: bytesOf(volume), name: `disk ${disk}` });
}
