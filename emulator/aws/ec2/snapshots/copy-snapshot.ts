import * as z from 'zod';
import { AwsError } from '../../../base/service.ts';
import { BLOCK_BYTES } from '../block-size.ts';
import { type EncryptionOutcome, encryptionOutcome, mayEncrypt, mayRead } from '../encryption.ts';
import { common, flag, TagSpecifications, text } from '../input.ts';
import { type Context, operation } from '../operation.ts';
import type { Snapshot } from '../records.ts';
import { snapshotArn, snapshotConditions, usableSnapshot } from '../resources.ts';
import { snapshotStatus } from '../status.ts';
import { authorizeTagsOnCreate, requestTags, tagsOf } from '../tags.ts';
import { BUCKETS } from '../throttle.ts';
import { tagSet } from '../wire.ts';
import { faultOf } from './presigned-url.ts';

const Input = z.strictObject({
  ...common,
  SourceRegion: text,
  SourceSnapshotId: text,
  DestinationRegion: text.optional(),
  Description: text.optional(),
  Encrypted: flag.optional(),
  KmsKeyId: text.optional(),
  PresignedUrl: text.optional(),
  CompletionDurationMinutes: z.coerce.number().optional(),
  TagSpecification: TagSpecifications,
});
type Input = z.output<typeof Input>;

/** Per destination Region of an account (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html). */
const CONCURRENT_COPIES = 20;

/** What a copy has in place of its volume's id. */
const ARBITRARY_VOLUME = 'vol-ffffffff';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html; called in the destination, without a ClientToken. */
export const copySnapshot = operation({
  input: Input,
  bucket: BUCKETS.mutating,

  authorize(input, context) {
    const { call } = context;
    const source = usableSnapshot(context, input.SourceRegion, input.SourceSnapshotId);
    const tags = tagsOf(input.TagSpecification, 'snapshot');
    call.authorize('ec2:CopySnapshot', snapshotArn(input.SourceRegion, source.id), {
      ...snapshotConditions({ ...source, tags: source.account === call.account ? source.tags : {} }),
      'ec2:Region': call.region,
    });
    call.authorize('ec2:CopySnapshot', snapshotArn(call.region), { 'ec2:Region': call.region, ...requestTags(tags) });
    authorizeTagsOnCreate(context, 'CopySnapshot', snapshotArn(call.region), tags);
  },

  run(input, context) {
    const source = usableSnapshot(context, input.SourceRegion, input.SourceSnapshotId);
    checkCopyable(input, source, context);
    const outcome = encryptionOutcome(input, source, context, false);
    const copy = makeCopy(input, source, outcome, context);
    context.place.snapshots.set(copy.id, copy);
    return { snapshotId: copy.id, tagSet: tagSet(copy.tags) };
  },
});

/** What fails at once. */
function checkCopyable(input: Input, source: Snapshot, { place, call, now }: Context): void {
  const { state } = snapshotStatus(source, now);
  if (state !== 'completed') {
    throw new AwsError('IncorrectState', `Snapshot ${source.id} is in invalid state - ${state}`);
  }
  if (input.DestinationRegion !== undefined && input.DestinationRegion !== call.region) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${input.DestinationRegion}) for parameter DestinationRegion is invalid. It must be the Region that the call is sent to, ${call.region}.`,
    );
  }
  if (source.encrypted && input.Encrypted === false) {
    throw new AwsError(
      'InvalidParameterValue',
      `Encrypted snapshot ${source.id} cannot be copied to an unencrypted one.`,
    );
  }
  if (source.encrypted && source.region !== call.region && input.PresignedUrl === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter PresignedUrl');
  }
  const minutes = input.CompletionDurationMinutes;
  if (minutes !== undefined && (minutes % 15 !== 0 || minutes < leastMinutes(source) || minutes > 2880)) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${minutes}) for parameter CompletionDurationMinutes is invalid. It must be a multiple of 15 from ${leastMinutes(source)} to 2880.`,
    );
  }
  const underWay = [...place.snapshots.values()].filter(
    (one) => one.origin === 'copy' && snapshotStatus(one, now).state === 'pending',
  );
  if (underWay.length >= CONCURRENT_COPIES) {
    throw new AwsError(
      'ResourceLimitExceeded',
      `Too many snapshot copies in progress. The limit is ${CONCURRENT_COPIES} for this destination region.`,
    );
  }
}

/** https://docs.aws.amazon.com/ebs/latest/userguide/time-based-copies.html: 15 minutes, or what 500 MiB/s make possible. */
const leastMinutes = ({ data }: Snapshot) => Math.max(15, Math.ceil(data.bytes / 2 ** 20 / 500 / 60 / 15) * 15);

function makeCopy(input: Input, source: Snapshot, outcome: EncryptionOutcome, context: Context): Snapshot {
  const { state, place, now } = context;
  const failure = laterFailure(input, source, outcome, context);
  const { copy, copyPerGiB } = state.durations;
  const id = state.newId('snap');
  const copied = movedFor(source, outcome, context);
  place.lastCopies.set(source.lineage, id);
  return {
    id,
    account: place.account,
    region: place.region,
    volumeId: ARBITRARY_VOLUME,
    sizeGiB: source.sizeGiB,
    description: input.Description ?? `[Copied ${source.id} from ${source.region}]`,
    encrypted: outcome.encrypted,
    ...(outcome.encrypted ? { keyArn: outcome.keyArn } : {}),
    startedAt: now,
    endsAt: now + copy + (failure ? 0 : (copied.bytes / 2 ** 30) * copyPerGiB),
    ...(failure ? { failure } : {}),
    origin: 'copy',
    copied,
    sharedWith: new Map(),
    tags: tagsOf(input.TagSpecification, 'snapshot'),
    data: source.data.fork(),
    lineage: source.lineage,
  };
}

/**
 * What EBS moves (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html#ebs-incremental-copy): within one
 * account, Region and key nothing that is there; elsewhere what differs from the copy that was made last, while that exists
 * and all copies of the lineage there have the same key.
 */
function movedFor(source: Snapshot, outcome: EncryptionOutcome, { place, now }: Context): Snapshot['copied'] & object {
  const key = outcome.encrypted ? outcome.keyArn : undefined;
  const isSame = source.account === place.account && source.region === place.region && source.keyArn === key;
  if (isSame) return { incremental: true, bytes: 0 };
  const copies = [...place.snapshots.values()].filter(
    ({ origin, lineage, failure }) => origin === 'copy' && lineage === source.lineage && !failure,
  );
  const last = copies.find(({ id }) => id === place.lastCopies.get(source.lineage));
  const isIncremental =
    last && snapshotStatus(last, now).state === 'completed' && copies.every((one) => one.keyArn === key);
  if (!isIncremental) return { incremental: false, bytes: source.data.bytes };
  const changed = source.data.indexes().filter((index) => source.data.get(index) !== last.data.get(index));
  return { incremental: true, bytes: changed.length * BLOCK_BYTES };
}

/** What lets the call succeed and the copy end in `error`: the key is checked asynchronously. */
function laterFailure(input: Input, source: Snapshot, outcome: EncryptionOutcome, context: Context) {
  if (!mayRead(source, outcome, context) || !mayEncrypt(outcome, context)) {
    return 'Given key ID is not accessible';
  }
  if (input.PresignedUrl === undefined) return undefined;
  return faultOf(input.PresignedUrl, {
    sourceRegion: input.SourceRegion,
    destinationRegion: context.call.region,
    members: {
      SourceSnapshotId: input.SourceSnapshotId,
      Encrypted: input.Encrypted === undefined ? undefined : String(input.Encrypted),
      KmsKeyId: input.KmsKeyId,
    },
    // Signatures are made with the machine's time, however fast the local clock runs.
    now: Date.now(),
  });
}
