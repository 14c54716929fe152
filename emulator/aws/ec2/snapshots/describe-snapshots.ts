import * as z from 'zod';
import type { Look } from '../../../base/lateness.ts';
import { AwsError, type Call } from '../../../base/service.ts';
import { common, Filters, paging, text } from '../input.ts';
import { seen } from '../late-looks.ts';
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
    const shown = input.SnapshotId.length > 0 ? named(input.SnapshotId, context) : all(context);
    const owned = input.Owner.length > 0 ? shown.filter((one) => isOwnedBy(one, input.Owner, context)) : shown;
    const own = owned.map((one) => ({ ...one, tags: tagsFor(one, context) }));
    const matching = filtered(own, input.Filter, fields(context), ({ tags }) => tags);
    const { items, nextToken } = page(matching, input);
    return { snapshotSet: items.map((one) => snapshotWire(one, context.now)), nextToken };
  },
});

/** Own ones and those shared with the caller, never others. */
const all = ({ state, call }: Context): Snapshot[] => visible(state.snapshotsIn(call.region), call, 'in-a-list');

function named(ids: string[], { state, call }: Context): Snapshot[] {
  const asked = state.snapshotsIn(call.region).filter(({ id }) => ids.includes(id));
  const found = new Map(visible(asked, call, 'by-id').map((snapshot) => [snapshot.id, snapshot]));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length > 0) throw snapshotNotFound(missing.join(', '));
  return [...new Set(ids)].map((id) => found.get(id)!);
}

const visible = (snapshots: Snapshot[], call: Call, look: Look): Snapshot[] =>
  seen(
    snapshots.filter((one) => isUsableBy(one, call, look)),
    ({ startedAt }) => startedAt,
    call,
    look,
  );

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
