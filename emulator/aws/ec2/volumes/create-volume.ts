import * as z from 'zod';
import { AwsError } from '../../../base/service.ts';
import { BlockData } from '../block-data.ts';
import { encryptionOutcome, mayEncrypt, mayRead } from '../encryption.ts';
import { common, flag, number, TagSpecifications, text } from '../input.ts';
import { type Context, operation } from '../operation.ts';
import type { Snapshot, Volume } from '../records.ts';
import { snapshotArn, snapshotConditions, usableSnapshot, volumeArn } from '../resources.ts';
import { snapshotStatus } from '../status.ts';
import { authorizeTagsOnCreate, requestTags, tagsOf } from '../tags.ts';
import { BUCKETS } from '../throttle.ts';
import { volumeWire } from '../wire.ts';
import { zonesOf } from '../zones.ts';
import { performanceOf } from './volume-types.ts';

const Input = z.strictObject({
  ...common,
  AvailabilityZone: text.optional(),
  AvailabilityZoneId: text.optional(),
  Size: number.optional(),
  SnapshotId: text.optional(),
  // The default of the API is still gp2, whatever the console does.
  VolumeType: text.default('gp2'),
  Iops: number.optional(),
  Throughput: number.optional(),
  MultiAttachEnabled: flag.optional(),
  VolumeInitializationRate: number.optional(),
  Encrypted: flag.optional(),
  KmsKeyId: text.optional(),
  ClientToken: text.max(64, 'A client token has at most 64 characters').optional(),
  TagSpecification: TagSpecifications,
});
type Input = z.output<typeof Input>;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html */
export const createVolume = operation({
  input: Input,
  bucket: BUCKETS.resource,

  authorize(input, context) {
    const { call } = context;
    const snapshot = sourceOf(input, context);
    const tags = tagsOf(input.TagSpecification, 'volume');
    const arn = volumeArn(call.region, call.account);
    const made = plan(input, snapshot, context);
    call.authorize('ec2:CreateVolume', arn, {
      'ec2:Region': call.region,
      'ec2:AvailabilityZone': made.zone,
      'ec2:Encrypted': String(made.outcome.encrypted),
      'ec2:VolumeSize': String(made.sizeGiB),
      'ec2:VolumeType': input.VolumeType,
      ...(made.outcome.encrypted ? { 'ec2:KmsKeyId': made.outcome.keyArn } : {}),
      ...(made.iops ? { 'ec2:VolumeIops': String(made.iops) } : {}),
      ...(made.throughput ? { 'ec2:VolumeThroughput': String(made.throughput) } : {}),
      ...(snapshot ? { 'ec2:ParentSnapshot': snapshotArn(call.region, snapshot.id) } : {}),
      ...requestTags(tags),
    });
    if (snapshot) {
      const visible = { ...snapshot, tags: snapshot.account === call.account ? snapshot.tags : {} };
      call.authorize('ec2:CreateVolume', snapshotArn(call.region, snapshot.id), snapshotConditions(visible));
    }
    authorizeTagsOnCreate(context, 'CreateVolume', arn, tags);
  },

  run(input, context) {
    const { place, now } = context;
    const request = JSON.stringify({ ...input, ClientToken: undefined });
    const used = input.ClientToken === undefined ? undefined : place.tokens.get(input.ClientToken);
    if (used && used.request !== request) {
      throw new AwsError(
        'IdempotentParameterMismatch',
        'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
      );
    }
    if (used) {
      // A token keeps answering for its volume even after that is gone.
      const volume = place.volumes.get(used.id);
      return volume ? volumeWire(volume, now) : used.answer;
    }
    const volume = makeVolume(input, context);
    place.volumes.set(volume.id, volume);
    const answer = volumeWire(volume, now);
    if (input.ClientToken !== undefined) place.tokens.set(input.ClientToken, { request, answer, id: volume.id });
    return answer;
  },
});

const sourceOf = (input: Input, context: Context) =>
  input.SnapshotId === undefined ? undefined : usableSnapshot(context, context.call.region, input.SnapshotId);

/** Zone, size, performance and encryption of the volume to be; throws EC2's refusal of a combination. */
function plan(input: Input, snapshot: Snapshot | undefined, context: Context) {
  const zone = zoneOf(input, context.call.region);
  const sizeGiB = input.Size ?? snapshot?.sizeGiB;
  if (sizeGiB === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter size/snapshotId');
  }
  if (snapshot && sizeGiB < snapshot.sizeGiB) {
    throw new AwsError(
      'InvalidParameterValue',
      `Volume of ${sizeGiB}GiB is smaller than snapshot '${snapshot.id}', expect size >= ${snapshot.sizeGiB}GiB`,
    );
  }
  if (snapshot?.encrypted && input.Encrypted === false) {
    throw new AwsError(
      'InvalidParameterValue',
      `The encrypted flag cannot be false since snapshot ${snapshot.id} is encrypted.`,
    );
  }
  checkMultiAttach(input);
  checkInitialization(input.VolumeInitializationRate, snapshot !== undefined, context);
  const performance = performanceOf(input.VolumeType, sizeGiB, { iops: input.Iops, throughput: input.Throughput });
  // A volume of one's own snapshot keeps its key, one of a shared snapshot gets the default key.
  const isOwn = snapshot?.account === context.call.account;
  return { zone, sizeGiB, ...performance, outcome: encryptionOutcome(input, snapshot, context, isOwn) };
}

function makeVolume(input: Input, context: Context): Volume {
  const { state, place, now } = context;
  const snapshot = sourceOf(input, context);
  if (snapshot && snapshotStatus(snapshot, now).state !== 'completed') {
    throw new AwsError('IncorrectState', `Snapshot is in invalid state - ${snapshotStatus(snapshot, now).state}`);
  }
  const { outcome, ...made } = plan(input, snapshot, context);
  const id = state.newId('vol');
  return {
    id,
    account: place.account,
    region: place.region,
    ...made,
    type: input.VolumeType,
    ...(input.MultiAttachEnabled ? { multiAttach: true } : {}),
    ...(input.VolumeInitializationRate ? { initializationRate: input.VolumeInitializationRate } : {}),
    encrypted: outcome.encrypted,
    ...(outcome.encrypted ? { keyArn: outcome.keyArn } : {}),
    ...(snapshot ? { snapshotId: snapshot.id } : {}),
    createdAt: now,
    availableAt: now + state.durations.createVolume,
    failed: !(mayEncrypt(outcome, context) && (!snapshot || mayRead(snapshot, outcome, context))),
    attachments: [],
    tags: tagsOf(input.TagSpecification, 'volume'),
    data: snapshot?.data.fork() ?? new BlockData(),
    // A volume of another account's snapshot begins a new lineage.
    lineage: snapshot?.account === place.account ? snapshot.lineage : id,
  };
}

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volumes-multi.html */
function checkMultiAttach({ MultiAttachEnabled, VolumeType }: Input): void {
  if (MultiAttachEnabled && !['io1', 'io2'].includes(VolumeType))
    throw new AwsError('InvalidParameterCombination', `Multi-Attach is not supported for ${VolumeType} volumes.`);
}

/** MiB/s over all volumes of the Region that are being filled (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html). */
const INITIALIZED_AT_ONCE = 5_000;

function checkInitialization(rate: number | undefined, hasSnapshot: boolean, { place, now, state }: Context): void {
  if (rate === undefined) return;
  if (rate < 100 || rate > 300) {
    throw new AwsError(
      'InvalidParameterValue',
      `Volume initialization rate of ${rate} MiB/s is out of bounds; it is 100 to 300.`,
    );
  }
  if (!hasSnapshot) {
    throw new AwsError(
      'InvalidParameterCombination',
      'VolumeInitializationRate is for volumes that are created from a snapshot.',
    );
  }
  const underWay = [...place.volumes.values()].filter(
    ({ initializationRate, createdAt, sizeGiB }) =>
      initializationRate && now < createdAt + state.durations.createVolume + (sizeGiB * 1_024_000) / initializationRate,
  );
  const used = underWay.reduce((sum, { initializationRate = 0 }) => sum + initializationRate, 0);
  if (used + rate > INITIALIZED_AT_ONCE) {
    throw new AwsError('ResourceLimitExceeded', `The volumes that are being initialized have ${used} MiB/s already.`);
  }
}

function zoneOf({ AvailabilityZone, AvailabilityZoneId }: Input, region: string): string {
  if (AvailabilityZone === undefined && AvailabilityZoneId === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter availabilityZone');
  }
  if (AvailabilityZone !== undefined && AvailabilityZoneId !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'The parameters AvailabilityZone and AvailabilityZoneId cannot be used together',
    );
  }
  const zone = zonesOf(region).find(({ name, id }) => name === AvailabilityZone || id === AvailabilityZoneId);
  if (!zone) {
    throw new AwsError('InvalidZone.NotFound', `The zone '${AvailabilityZone ?? AvailabilityZoneId}' does not exist.`);
  }
  return zone.name;
}
