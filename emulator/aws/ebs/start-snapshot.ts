import * as z from 'zod';
import { AwsError, type Call } from '../../base/service.ts';
import { BlockData } from '../ec2/block-data.ts';
import { BLOCK_BYTES } from '../ec2/block-size.ts';
import { defaultKey } from '../ec2/encryption.ts';
import type { Place, Snapshot } from '../ec2/records.ts';
import { snapshotArn } from '../ec2/resources.ts';
import { snapshotStatus } from '../ec2/status.ts';
import { checkTags, requestTags } from '../ec2/tags.ts';
import { validation } from './errors.ts';
import { type EbsContext, ownSnapshot, useKey } from './operation.ts';

export const StartSnapshot = z.strictObject({
  VolumeSize: z.int().min(1).max(65_536),
  ParentSnapshotId: z.string().optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string().default('') })).optional(),
  Description: z.string().max(255).default(''),
  ClientToken: z.string().max(255).optional(),
  Encrypted: z.boolean().optional(),
  KmsKeyArn: z.string().optional(),
  Timeout: z.int().min(10).max(4320).default(60),
});
type Input = z.output<typeof StartSnapshot>;

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html */
const PENDING_LIMIT = 100;

/** https://docs.aws.amazon.com/ebs/latest/APIReference/API_StartSnapshot.html: a pending snapshot, to be filled with blocks. */
export function startSnapshot(input: Input, call: Call, context: EbsContext) {
  const place = context.state.place(call.account, call.region);
  authorize(input, call);
  const { ClientToken, ...parameters } = input;
  const request = JSON.stringify(parameters);
  const used = ClientToken === undefined ? undefined : place.tokens.get(`StartSnapshot ${ClientToken}`);
  if (used) {
    if (used.request === request) return used.answer;
    throw new AwsError('ConflictException', 'The client token was used with other parameters before.', 409);
  }
  const snapshot = makeSnapshot(input, call, place, context);
  place.snapshots.set(snapshot.id, snapshot);
  const answer = answerFor(snapshot, call);
  if (ClientToken !== undefined) place.tokens.set(`StartSnapshot ${ClientToken}`, { request, answer, id: snapshot.id });
  return answer;
}

function authorize(input: Input, call: Call): void {
  const tags = tagsOf(input);
  const arn = snapshotArn(call.region);
  call.authorize('ebs:StartSnapshot', arn, {
    'ebs:VolumeSize': String(input.VolumeSize),
    ...(input.Description ? { 'ebs:Description': input.Description } : {}),
    ...(input.ParentSnapshotId ? { 'ebs:ParentSnapshot': snapshotArn(call.region, input.ParentSnapshotId) } : {}),
    ...requestTags(tags),
  });
  // ec2:CreateAction is documented for EC2's own actions only: a policy must not count on it here.
  if (Object.keys(tags).length > 0) {
    call.authorize('ec2:CreateTags', arn, { 'ec2:Region': call.region, ...requestTags(tags) });
  }
}

function tagsOf({ Tags = [] }: Input): Record<string, string> {
  const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
  if (Object.keys(tags).length < Tags.length) throw validation('INVALID_TAG', 'A tag key appears twice.');
  checkTags(tags);
  return tags;
}

function makeSnapshot(input: Input, call: Call, place: Place, context: EbsContext): Snapshot {
  const now = call.clock.now().getTime();
  const parent = parentOf(input, call, now, context);
  const keyArn = keyOf(input, parent, place, context);
  if (keyArn) {
    useKey(call, keyArn, ['kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:CreateGrant'], context);
  }
  const pending = [...place.snapshots.values()].filter(
    (one) => one.origin === 'blocks' && snapshotStatus(one, now).state === 'pending',
  );
  if (pending.length >= PENDING_LIMIT) {
    throw new AwsError('ConcurrentLimitExceededException', 'You have reached the limit for concurrent API requests.');
  }
  const id = context.state.newId('snap');
  return {
    id,
    account: place.account,
    region: place.region,
    volumeId: 'vol-ffffffff',
    sizeGiB: input.VolumeSize,
    description: input.Description,
    encrypted: keyArn !== undefined,
    ...(keyArn ? { keyArn } : {}),
    startedAt: now,
    endsAt: Number.POSITIVE_INFINITY,
    writing: { lastWrite: now, timeout: input.Timeout * 60_000, changed: new Set() },
    origin: 'blocks',
    ...(parent ? { parentId: parent.id } : {}),
    sharedWith: new Map(),
    tags: tagsOf(input),
    data: parent?.data.fork() ?? new BlockData(),
    lineage: parent?.lineage ?? id,
  };
}

function parentOf(input: Input, call: Call, now: number, context: EbsContext): Snapshot | undefined {
  if (input.ParentSnapshotId === undefined) return undefined;
  const parent = ownSnapshot(call, input.ParentSnapshotId, context);
  if (snapshotStatus(parent, now).state !== 'completed') {
    throw validation('INVALID_SNAPSHOT_ID', `The parent snapshot '${parent.id}' is not completed.`);
  }
  // AWS does not say which other size it takes, so nothing here may depend on one.
  if (input.VolumeSize !== parent.sizeGiB) {
    throw validation('INVALID_VOLUME_SIZE', `The volume size must be the parent's, ${parent.sizeGiB} GiB.`);
  }
  return parent;
}

/** Encryption outcomes (https://docs.aws.amazon.com/ebs/latest/userguide/ebsapis-using-encryption.html). */
function keyOf(input: Input, parent: Snapshot | undefined, place: Place, context: EbsContext): string | undefined {
  if (parent) {
    if (input.Encrypted !== undefined || input.KmsKeyArn !== undefined) {
      throw validation('INVALID_PARAMETER_VALUE', 'Encrypted and KmsKeyArn must be omitted with a parent snapshot.');
    }
    if (!parent.encrypted && place.encryptionByDefault) {
      throw validation('INVALID_PARAMETER_VALUE', 'The parent is unencrypted, but encryption by default is enabled.');
    }
    return parent.keyArn;
  }
  if (input.Encrypted === false && (input.KmsKeyArn !== undefined || place.encryptionByDefault)) {
    throw validation(
      'INVALID_PARAMETER_VALUE',
      'Encrypted is false, but a key or encryption by default says otherwise.',
    );
  }
  if (input.KmsKeyArn !== undefined) return usableKey(input.KmsKeyArn, place, context);
  return input.Encrypted || place.encryptionByDefault ? defaultKey(place, context) : undefined;
}

function usableKey(arn: string, place: Place, { keys }: EbsContext): string {
  const key = keys.describe(place.account, place.region, arn);
  if (!key?.enabled || key.arn.split(':')[3] !== place.region) {
    throw validation('INVALID_CUSTOMER_KEY', `The key ${arn} does not exist in ${place.region}, or is not enabled.`);
  }
  return key.arn;
}

const answerFor = (snapshot: Snapshot, call: Call) => ({
  SnapshotId: snapshot.id,
  OwnerId: snapshot.account,
  Status: 'pending',
  StartTime: call.clock.now(),
  VolumeSize: snapshot.sizeGiB,
  BlockSize: BLOCK_BYTES,
  Description: snapshot.description,
  Tags: Object.entries(snapshot.tags).map(([Key, Value]) => ({ Key, Value })),
  ParentSnapshotId: snapshot.parentId,
  KmsKeyArn: snapshot.keyArn,
  ...(snapshot.keyArn ? { SseType: 'sse-kms' } : {}),
});
