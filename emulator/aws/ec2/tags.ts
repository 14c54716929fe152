import type * as z from 'zod';
import { AwsError } from '../../base/service.ts';
import type { TagSpecifications } from './input.ts';
import type { Context } from './operation.ts';
import type { Tags } from './records.ts';

/** Tags of a TagSpecification list. Throws when they are for another kind of thing, or break EC2's rules. */
export function tagsOf(specifications: z.output<typeof TagSpecifications>, type: string): Tags {
  const tags: Tags = {};
  for (const specification of specifications ?? []) {
    if (specification.ResourceType !== type) {
      throw new AwsError(
        'InvalidParameterValue',
        `'${specification.ResourceType}' is not a valid taggable resource type for this operation.`,
      );
    }
    for (const { Key, Value } of specification.Tag) {
      if (Key in tags) throw new AwsError('InvalidParameterValue', `Duplicate tag key '${Key}' specified.`);
      tags[Key] = Value;
    }
  }
  checkTags(tags);
  return tags;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
export function checkTags(tags: Tags): void {
  const keys = Object.keys(tags);
  if (keys.length > 50) {
    throw new AwsError('TagLimitExceeded', 'The maximum number of tags for a resource is 50.');
  }
  for (const key of keys) {
    if (key.toLowerCase().startsWith('aws:')) {
      throw new AwsError('InvalidParameterValue', `Tag keys starting with 'aws:' are reserved for internal use`);
    }
    if (key.length < 1 || key.length > 128) {
      throw new AwsError('InvalidParameterValue', `Tag key exceeds the maximum length of 128 characters`);
    }
    if (tags[key]!.length > 256) {
      throw new AwsError('InvalidParameterValue', `Tag value exceeds the maximum length of 256 characters`);
    }
  }
}

/** Condition keys of the tags that a request brings. */
export const requestTags = (tags: Tags): Record<string, string | string[]> =>
  Object.keys(tags).length === 0
    ? {}
    : {
        ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
        'aws:TagKeys': Object.keys(tags),
      };

/** Condition keys of the tags that a thing has. */
export const resourceTags = (tags: Tags): Record<string, string> =>
  Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`ec2:ResourceTag/${key}`, value],
    ]),
  );

/** A create that tags needs ec2:CreateTags too, which policies narrow by ec2:CreateAction. */
export function authorizeTagsOnCreate(context: Context, action: string, resource: string, tags: Tags): void {
  if (Object.keys(tags).length === 0) return;
  context.call.authorize('ec2:CreateTags', resource, {
    'ec2:CreateAction': action,
    'ec2:Region': context.call.region,
    ...requestTags(tags),
  });
}
