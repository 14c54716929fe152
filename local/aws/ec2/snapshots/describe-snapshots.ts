import { z } from 'zod';
import { AwsError } from '../../service.ts';
import { common, Filters, paging, text } from '../input.ts';
import { type FilterFields, filtered, page } from '../listing.ts';
import { type Context, operation } from '../operation.ts';
import type { Snapshot } from '../records.ts';
import { isUsableBy, snapshotNotFound } from '../resources.ts';
import { snapshotStatus } from '../status.ts';
import { BUCKETS } from '../throttle.ts';
import { snapshotWire } from '../wire.ts';

const Input = z.strictObject({
  ...common,
  ...paging,
  Owner: z.array(text).default([]),
  SnapshotId: z.array(text).default([]),
  Filter: Filters,
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html */
export const describeSnapshots = operation({
  input: Input,
  bucket: ({ SnapshotId, Filter, MaxResults }) =>
    SnapshotId.length + Filter.length > 0 || MaxResults ? BUCKETS.describe : BUCKETS.unfiltered,

  authorize: (_, { call }) => call.authorize('ec2:DescribeSnapshots', '*', { 'ec2:Region': call.region }),

  run(input, context) {
    if (input.SnapshotId.length > 0 && input.MaxResults !== undefined) {
      throw new AwsError(
        'InvalidParameterCombination',
        'The parameter snapshotSet cannot be used with the parameter maxResults',
      );
    }
    const visible = input.SnapshotId.length > 0 ? named(input.SnapshotId, context) : all(context);
    const owned = input.Owner.length > 0 ? visible.filter((one) => isOwnedBy(one, input.Owner, context)) : visible;
    const matching = filtered(owned, input.Filter, fields(context), (one) => tagsFor(one, context));
    const { items, nextToken } = page(matching, input);
    return {
      snapshotSet: items.map((one) => snapshotWire({ ...one, tags: tagsFor(one, context) }, context.now)),
      nextToken,
    };
  },
});

/** Own ones and those shared with the caller, never others. */
const all = ({ state, call }: Context): Snapshot[] =>
  state.snapshotsIn(call.region).filter((snapshot) => isUsableBy(snapshot, call.account));

function named(ids: string[], context: Context): Snapshot[] {
  const visible = new Map(all(context).map((snapshot) => [snapshot.id, snapshot]));
  const missing = ids.filter((id) => !visible.has(id));
  if (missing.length > 0) throw snapshotNotFound(missing.join(', '));
  return [...new Set(ids)].map((id) => visible.get(id)!);
}

const isOwnedBy = (snapshot: Snapshot, owners: string[], { call }: Context) =>
  owners.some((owner) => snapshot.account === (owner === 'self' ? call.account : owner));

/** Nobody but the owner sees a snapshot's tags. */
const tagsFor = (snapshot: Snapshot, { call }: Context) => (snapshot.account === call.account ? snapshot.tags : {});

const fields = ({ now }: Context): FilterFields<Snapshot> => ({
  'snapshot-id': ({ id }) => [id],
  'volume-id': ({ volumeId }) => [volumeId],
  'volume-size': ({ sizeGiB }) => [String(sizeGiB)],
  'owner-id': ({ account }) => [account],
  description: ({ description }) => [description],
  encrypted: ({ encrypted }) => [String(encrypted)],
  status: (snapshot) => [snapshotStatus(snapshot, now).state],
});
