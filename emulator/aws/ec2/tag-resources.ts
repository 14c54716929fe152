import * as z from 'zod';
import { AwsError } from '../../base/service.ts';
import { common, TagInput, text } from './input.ts';
import { type Context, operation } from './operation.ts';
import type { Tags } from './records.ts';
import {
  instanceArn,
  instanceConditions,
  ownInstance,
  ownSnapshot,
  ownVolume,
  snapshotArn,
  snapshotConditions,
  volumeArn,
  volumeConditions,
} from './resources.ts';
import { checkTags, requestTags } from './tags.ts';
import { BUCKETS } from './throttle.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html; volumes, snapshots and instances. */
export const createTags = operation({
  input: z.strictObject({ ...common, ResourceId: z.array(text).min(1), Tag: z.array(TagInput).min(1) }),
  bucket: BUCKETS.tags,

  authorize({ ResourceId, Tag }, context) {
    const tags = Object.fromEntries(Tag.map(({ Key, Value }) => [Key, Value]));
    for (const { arn, conditions } of ResourceId.map((id) => taggable(id, context))) {
      context.call.authorize('ec2:CreateTags', arn, { ...conditions, ...requestTags(tags) });
    }
  },

  run({ ResourceId, Tag }, context) {
    const tags = Object.fromEntries(Tag.map(({ Key, Value }) => [Key, Value]));
    const things = ResourceId.map((id) => taggable(id, context).thing);
    for (const thing of things) checkTags({ ...thing.tags, ...tags });
    for (const thing of things) thing.tags = { ...thing.tags, ...tags };
    return { return: true };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html: a tag with a value goes only if it has that value. */
export const deleteTags = operation({
  input: z.strictObject({
    ...common,
    ResourceId: z.array(text).min(1),
    Tag: z.array(z.strictObject({ Key: text, Value: text.optional() })).optional(),
  }),
  bucket: BUCKETS.tags,

  authorize({ ResourceId, Tag = [] }, context) {
    const tags = Object.fromEntries(Tag.map(({ Key, Value }) => [Key, Value ?? '']));
    for (const { arn, conditions } of ResourceId.map((id) => taggable(id, context))) {
      context.call.authorize('ec2:DeleteTags', arn, { ...conditions, ...requestTags(tags) });
    }
  },

  run({ ResourceId, Tag }, context) {
    for (const { thing } of ResourceId.map((id) => taggable(id, context))) {
      thing.tags = Object.fromEntries(
        Object.entries(thing.tags).filter(
          ([key, value]) => Tag !== undefined && !Tag.some((tag) => tag.Key === key && (tag.Value ?? value) === value),
        ),
      );
    }
    return { return: true };
  },
});

interface Taggable {
  thing: { tags: Tags };
  arn: string;
  conditions: Record<string, string>;
}

function taggable(id: string, context: Context): Taggable {
  const { region, account } = context.call;
  if (id.startsWith('vol-')) {
    const thing = ownVolume(context, id);
    return { thing, arn: volumeArn(region, account, id), conditions: volumeConditions(thing) };
  }
  if (id.startsWith('snap-')) {
    const thing = ownSnapshot(context, id);
    return { thing, arn: snapshotArn(region, id), conditions: snapshotConditions(thing) };
  }
  if (id.startsWith('i-')) {
    const thing = ownInstance(context, id);
    return { thing, arn: instanceArn(region, account, id), conditions: instanceConditions(thing) };
  }
  throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
}
