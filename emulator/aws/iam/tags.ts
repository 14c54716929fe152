import * as z from 'zod';

export type Tags = Record<string, string>;

/** `Tags.member.1.Key`, as a map. */
export const TagList = z
  .array(z.strictObject({ Key: z.string(), Value: z.string().default('') }))
  .default([])
  .transform((tags): Tags => Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])));

export const requestTags = (tags: Tags): Record<string, string | string[]> =>
  Object.keys(tags).length === 0 ? {} : { ...prefixed('aws:RequestTag/', tags), 'aws:TagKeys': Object.keys(tags) };

export const resourceTags = (tags: Tags) => prefixed('aws:ResourceTag/', tags);

/** As condition keys: `aws:ResourceTag/name`. */
export const prefixed = (prefix: string, tags: Tags) =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}${key}`, value]));
