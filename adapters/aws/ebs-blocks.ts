import {
  CompleteSnapshotCommand,
  EBSClient,
  ListChangedBlocksCommand,
  type ListChangedBlocksCommandOutput,
  ListSnapshotBlocksCommand,
  type ListSnapshotBlocksCommandOutput,
} from '@aws-sdk/client-ebs';
import { KubeferryError } from '../../core/base/errors.ts';
import { outsideText } from '../../core/base/outside/outside-text.ts';
import { BLOCK_BYTES, type BlockRef, type BlockSink, type BlockSource } from '../../core/base/ports/block-store.ts';
import { clientConfig } from './clients.ts';
import { ebsTransport } from './ebs-transport.ts';
import { awsCall, isGone } from './errors.ts';
import type { MemberSession } from './member.ts';

/** The most that a page holds. */
const PAGE = 10_000;

/** A page as one of the two operations answers it; of changes it may be empty, and yet have a next one. */
interface Page {
  blocks: BlockRef[];
  NextToken?: string | undefined;
}

/** The written blocks of a completed snapshot, by the EBS direct APIs; those that differ from `since` where that is given. */
export function ebsBlockSource(session: MemberSession, snapshotId: string, since?: string): BlockSource {
  const ebs = new EBSClient(clientConfig(session));
  const { getBlock } = ebsTransport(session);
  const pageFrom = async (StartingBlockIndex: number, NextToken: string | undefined): Promise<Page> => {
    const range = { StartingBlockIndex, MaxResults: PAGE, NextToken };
    if (since === undefined) {
      const list = new ListSnapshotBlocksCommand({ SnapshotId: snapshotId, ...range });
      return writtenOf(await awsCall(`list the blocks of snapshot ${snapshotId}`, () => ebs.send(list)));
    }
    const list = new ListChangedBlocksCommand({ FirstSnapshotId: since, SecondSnapshotId: snapshotId, ...range });
    return changedOf(
      await awsCall(`list the blocks of snapshot ${snapshotId} that changed since ${since}`, () => ebs.send(list)),
    );
  };

  return {
    async *list({ startIndex = 0, endIndex = Number.POSITIVE_INFINITY } = {}) {
      let NextToken: string | undefined;
      do {
        const page = await pageFrom(startIndex, NextToken);
        const wanted = page.blocks.filter(({ index }) => index < endIndex);
        if (wanted.length > 0) yield wanted;
        NextToken = wanted.length === page.blocks.length ? page.NextToken : undefined;
      } while (NextToken);
    },

    get: (block, into = new Uint8Array(BLOCK_BYTES)) => getBlock(snapshotId, block, into),
  };
}

const writtenOf = ({ Blocks = [], NextToken }: ListSnapshotBlocksCommandOutput): Page => ({
  blocks: Blocks.map((it) => ({ index: it.BlockIndex!, token: it.BlockToken! })),
  NextToken,
});

const changedOf = ({ ChangedBlocks = [], NextToken }: ListChangedBlocksCommandOutput): Page => ({
  blocks: ChangedBlocks.map((it) => ({
    index: it.BlockIndex!,
    ...(it.SecondBlockToken === undefined ? {} : { token: it.SecondBlockToken }),
    ...(it.FirstBlockToken === undefined ? { isNew: true as const } : {}),
  })),
  NextToken,
});

/** A pending snapshot that startEbsSnapshot began. */
export function ebsBlockSink(session: MemberSession, snapshotId: string): BlockSink {
  const ebs = new EBSClient(clientConfig(session));
  const { putBlock } = ebsTransport(session);

  return {
    put: (index, bytes, sha256) => putBlock(snapshotId, index, bytes, sha256).catch(soonThere),

    seal: (changedBlocks, checksum) =>
      awsCall(`seal snapshot ${snapshotId} with ${changedBlocks} blocks`, async () => {
        const { Status } = await ebs.send(
          new CompleteSnapshotCommand({
            SnapshotId: snapshotId,
            ChangedBlocksCount: changedBlocks,
            // Of nothing there is no checksum, and none has to be given.
            ...(changedBlocks > 0 ? aggregate(checksum) : {}),
          }),
        );
        if (Status === 'error') throw gaveUp(snapshotId, changedBlocks);
      }).catch(async (error) => {
        if (!REFUSED_SEAL.has(error.name)) return soonThere(error);
        if (!(await isSealed(ebs, snapshotId))) throw misfit(error);
      }),
  };
}

const aggregate = (checksum: Uint8Array) => ({
  Checksum: Buffer.from(checksum).toString('base64'),
  ChecksumAlgorithm: 'SHA256' as const,
  ChecksumAggregationMethod: 'LINEAR' as const,
});

/**
 * A snapshot that was just started is not seen everywhere yet; coldsnap, AWS's own tool, asks again for two minutes
 * (https://github.com/awslabs/coldsnap/blob/develop/src/upload.rs).
 */
function soonThere(error: unknown): never {
  if (!isGone(error)) throw error;
  const said = outsideText(error);
  throw new KubeferryError('Unavailable', `${said} A started snapshot may take a moment to be seen.`, { cause: error });
}

/**
 * What CompleteSnapshot answers when count or checksum are not those of the blocks that it has, and perhaps when an
 * attempt before it was carried out but its answer was lost.
 */
const REFUSED_SEAL = new Set(['ValidationException', 'ConflictException']);

/** Only a completed snapshot can be listed; a role that may not list cannot tell, and says so. */
async function isSealed(ebs: EBSClient, SnapshotId: string): Promise<boolean> {
  const list = new ListSnapshotBlocksCommand({ SnapshotId, MaxResults: 100 });
  return awsCall(`see whether snapshot ${SnapshotId} is sealed`, () => ebs.send(list)).then(
    () => true,
    (error) => (REFUSED_SEAL.has(error.name) ? false : Promise.reject(error)),
  );
}

function misfit(error: Error): KubeferryError {
  const said = `${outsideText(error)} The blocks in it are not those that were copied. Way out: start the clone again.`;
  return new KubeferryError('DataCorrupt', said, { cause: error });
}

function gaveUp(snapshotId: string, changedBlocks: number): KubeferryError {
  return new KubeferryError(
    'SnapshotFailed',
    `EBS gave up snapshot ${snapshotId} when its ${changedBlocks} blocks were sealed. Way out: start the clone again; ` +
      'the snapshot is removed by the roll-back.',
  );
}
