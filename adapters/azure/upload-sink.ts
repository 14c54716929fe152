import { KubeferryError } from '../../core/base/errors.ts';
import type { BlockSink } from '../../core/base/ports/block-store.ts';
import { lastingAccess } from './disk-access.ts';
import { pageBlobSink } from './page-blob-sink.ts';
import { pageBlobSource } from './page-blob-source.ts';
import type { ResourceManager } from './resource-manager.ts';
import { type AzureTarget, azureUploadStorage, diskId, endAccess } from './upload-storage.ts';

interface Upload {
  /** Name of the disk. */
  disk: string;
  /** Its bytes, without the footer. */
  size: number;
}

/** A disk that is filled by its pages; sealed once it has its footer, and nobody may write to it any more. */
export async function uploadSink(arm: ResourceManager, place: AzureTarget, upload: Upload): Promise<BlockSink> {
  const { disk, size } = upload;
  const id = diskId(place, disk);
  const { state } = await azureUploadStorage(arm, place).describeSnapshot(disk);
  if (state === 'completed') return endedSink(arm, id, upload);
  const sink = pageBlobSink(await lastingAccess(arm, id, 'Write'), { size, name: `disk ${disk}` });
  return {
    put: sink.put,
    async seal(changedBlocks, checksum) {
      await sink.seal(changedBlocks, checksum);
      await endAccess(arm, id);
    },
  };
}

/**
 * A disk whose upload has ended, for which Azure opens no access for writing again: whoever sealed it has ended it, or somebody else has
 * before all blocks were written. So nothing is taken as written, and the seal counts what it has.
 */
function endedSink(arm: ResourceManager, id: string, { disk, size }: Upload): BlockSink {
  const name = `disk ${disk}`;
  return {
    async put(index) {
      throw corrupt(`Could not write block ${index} of ${name}: its upload has ended`);
    },
    async seal(changedBlocks) {
      const source = pageBlobSource(await lastingAccess(arm, id, 'Read'), { size, name });
      let count = 0;
      for await (const page of source.list()) count += page.length;
      await endAccess(arm, id);
      if (count !== changedBlocks)
        throw corrupt(
          `Could not seal ${name}: its upload has ended with ${count} written blocks, but ${changedBlocks} were put`,
        );
    },
  };
}

const corrupt = (what: string) =>
  new KubeferryError('DataCorrupt', `${what}. Way out: start the clone again; the disk is removed by the roll-back.`);
