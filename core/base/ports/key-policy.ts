import * as z from 'zod';

const Names = z.union([z.string(), z.array(z.string())]);
const Values = z.union([z.string(), z.boolean(), z.number(), z.array(z.union([z.string(), z.boolean(), z.number()]))]);

export const KeyStatement = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.record(z.string(), Names)]).optional(),
  Action: Names.optional(),
  NotAction: Names.optional(),
  Resource: Names.optional(),
  Condition: z.record(z.string(), z.record(z.string(), Values)).optional(),
});
export type KeyStatement = z.infer<typeof KeyStatement>;

/** A key policy (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html), as far as it is judged here. */
export const KeyPolicy = z.looseObject({
  Statement: z.union([KeyStatement, z.array(KeyStatement)]).transform((given) => [given].flat()),
});
export type KeyPolicy = z.infer<typeof KeyPolicy>;

export const listOf = <T>(value: T | T[] | undefined): T[] => (value === undefined ? [] : ([value].flat() as T[]));

/** `*` and `?` as IAM has them. */
export function isLike(pattern: string, text: string, flags = ''): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, `s${flags}`).test(text);
}
