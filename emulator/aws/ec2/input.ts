import * as z from 'zod';
import { AwsError } from '../../base/service.ts';

/** On the wire everything is text. */
export const text = z.string();
export const number = z
  .string()
  .regex(/^-?\d+$/, 'must be a number')
  .transform(Number);
export const flag = z.stringbool({ truthy: ['true'], falsy: ['false'] });

export const TagInput = z.strictObject({ Key: text, Value: text.default('') });
export const TagSpecifications = z
  .array(z.strictObject({ ResourceType: text, Tag: z.array(TagInput).default([]) }))
  .optional();
export const Filters = z.array(z.strictObject({ Name: text, Value: z.array(text).default([]) })).default([]);
export type FilterInput = z.infer<typeof Filters>[number];

/** In every input: whether the call only asks "may I?". */
export const common = { DryRun: flag.default(false) };
export const paging = { MaxResults: number.optional(), NextToken: text.optional() };

/**
 * Reads an input. Throws what EC2 answers to a missing or malformed parameter; a parameter that the local EC2 does
 * not know is refused by name, whether or not AWS has it, since ignoring it could change what the call means.
 */
export function read<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const { Action: _action, Version: _version, ...members } = input as Record<string, unknown>;
  const result = schema.safeParse(members);
  if (result.success) return result.data;
  throw refusal(result.error.issues, members);
}

function refusal(issues: z.core.$ZodIssue[], input: unknown): AwsError {
  const issue = issues[0]!;
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => [...issue.path, key].join('.')).join(', ');
    return new AwsError(
      'UnsupportedByLocalCloud',
      `The local EC2 does not know the parameter ${names} of this action.`,
    );
  }
  if (valueAt(input, issue.path) === undefined) {
    return new AwsError('MissingParameter', `The request must contain the parameter ${path}`);
  }
  return new AwsError(
    'InvalidParameterValue',
    `Value (${String(valueAt(input, issue.path))}) for parameter ${path} is invalid. ${issue.message}`,
  );
}

function valueAt(input: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input);
}
