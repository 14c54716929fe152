import * as z from 'zod';
import type { Call } from '../../base/service.ts';
import { BLOCK_BYTES } from '../ec2/block-size.ts';
import type { Snapshot } from '../ec2/records.ts';
import { snapshotStatus } from '../ec2/status.ts';
import { validation } from './errors.ts';
import { type EbsContext, numeric, ownSnapshot, useKey } from './operation.ts';

const MINUTE = 60_000;
/** https://docs.aws.amazon.com/ebs/latest/userguide/readsnapshots.html */
const BLOCK_TOKEN_VALID = 7 * 24 * 60 * MINUTE;
const PAGE_TOKEN_VALID = 60 * MINUTE;

const pageSize = numeric.refine((size) => size >= 100 && size <= 10_000, 'it must be from 100 to 10000');
const Paging = {
  pageToken: z.string().optional(),
  maxResults: pageSize.optional(),
  startingBlockIndex: numeric.optional(),
};

export const ListSnapshotBlocks = z.strictObject({ SnapshotId: z.string(), ...Paging });
export const ListChangedBlocks = z.strictObject({
  SecondSnapshotId: z.string(),
  firstSnapshotId: z.string().optional(),
  ...Paging,
});
/**
 * So many blocks are compared for one page: "If the changed blocks are scarce in the snapshot, the response may be empty but
 * the API will return a next page token value" (https://docs.aws.amazon.com/ebs/latest/userguide/ebsapi-faq.html).
 */
const COMPARED = 10_000;

type Range = Pick<z.output<typeof ListSnapshotBlocks>, keyof typeof Paging>;

/** Written blocks in ascending order (https://docs.aws.amazon.com/ebs/latest/APIReference/API_ListSnapshotBlocks.html). */
export function listSnapshotBlocks(input: z.output<typeof ListSnapshotBlocks>, call: Call, context: EbsContext) {
  const snapshot = readable(call, input.SnapshotId, context);
  const { indexes, ...rest } = onePage(snapshot, snapshot.data.indexes(), input, call, context);
  const token = blockTokens(snapshot, call, context);
  return { Blocks: indexes.map((BlockIndex) => ({ BlockIndex, BlockToken: token(BlockIndex) })), ...rest };
}

/**
 * Blocks that differ; without a first snapshot, all of the second. A block that the second lacks has no
 * SecondBlockToken (https://docs.aws.amazon.com/ebs/latest/APIReference/API_ListChangedBlocks.html).
 */
export function listChangedBlocks(input: z.output<typeof ListChangedBlocks>, call: Call, context: EbsContext) {
  const second = readable(call, input.SecondSnapshotId, context);
  const first = input.firstSnapshotId === undefined ? undefined : readable(call, input.firstSnapshotId, context);
  if (first && first.lineage !== second.lineage) {
    throw validation('UNRELATED_SNAPSHOTS', `The snapshots ${first.id} and ${second.id} are not of the same lineage.`);
  }
  const both = new Set([...(first?.data.indexes() ?? []), ...second.data.indexes()]);
  const changed = [...both].filter((index) => first?.data.get(index) !== second.data.get(index)).sort((a, b) => a - b);
  const { indexes, ...rest } = onePage(second, changed, input, call, context, COMPARED);
  const firstToken = first && blockTokens(first, call, context);
  const secondToken = blockTokens(second, call, context);
  const ChangedBlocks = indexes.map((BlockIndex) => ({
    BlockIndex,
    ...(firstToken && first.data.get(BlockIndex) ? { FirstBlockToken: firstToken(BlockIndex) } : {}),
    ...(second.data.get(BlockIndex) ? { SecondBlockToken: secondToken(BlockIndex) } : {}),
  }));
  return { ChangedBlocks, ...rest };
}

/** An own, completed snapshot, whose key the caller may use. */
export function readable(call: Call, snapshotId: string, context: EbsContext): Snapshot {
  const snapshot = ownSnapshot(call, snapshotId, context);
  const { state } = snapshotStatus(snapshot, call.clock.now().getTime());
  if (state !== 'completed') {
    throw validation(
      'INVALID_SNAPSHOT_ID',
      `The snapshot '${snapshotId}' is ${state}; only completed ones can be read.`,
    );
  }
  if (snapshot.keyArn) useKey(call, snapshot.keyArn, ['kms:Decrypt'], context);
  return snapshot;
}

/** Tokens for one snapshot's blocks: bound to snapshot and index, for seven days. */
function blockTokens(snapshot: Snapshot, call: Call, { tokens }: EbsContext): (index: number) => string {
  const expiresAt = call.clock.now().getTime() + BLOCK_TOKEN_VALID;
  return (index) => tokens.seal(`block ${snapshot.id} ${index}`, expiresAt);
}

/** At most so many blocks of the volume, written or not, are looked at for it. */
function onePage(
  snapshot: Snapshot,
  all: number[],
  range: Range,
  call: Call,
  { tokens }: EbsContext,
  most = Number.POSITIVE_INFINITY,
) {
  const now = call.clock.now().getTime();
  const kind = `page ${call.operation} ${snapshot.id} `;
  const from = range.pageToken === undefined ? (range.startingBlockIndex ?? 0) : opened(range.pageToken);
  const indexes: number[] = [];
  const limit = range.maxResults ?? 10_000;
  let next: number | undefined;
  for (const index of all) {
    if (index < from) continue;
    if (indexes.length === limit || index >= from + most) {
      next = indexes.length === limit ? index : from + most;
      break;
    }
    indexes.push(index);
  }
  return {
    indexes,
    ExpiryTime: new Date(now + BLOCK_TOKEN_VALID),
    VolumeSize: snapshot.sizeGiB,
    BlockSize: BLOCK_BYTES,
    ...(next === undefined ? {} : { NextToken: tokens.seal(`${kind}${next}`, now + PAGE_TOKEN_VALID) }),
  };

  function opened(token: string): number {
    const content = tokens.open(token, now);
    if (!content?.startsWith(kind)) {
      throw validation('INVALID_PAGE_TOKEN', 'The page token is not valid, or older than 60 minutes.');
    }
    return Number(content.slice(kind.length));
  }
}
