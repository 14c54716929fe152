import { AwsError } from '../../base/service.ts';
import type { FilterInput } from './input.ts';
import type { Tags } from './records.ts';

/** Filter name -> what a thing answers to it; only the names that are implemented for its kind. */
export type FilterFields<T> = Record<string, (thing: T) => string[]>;

/**
 * Keeps what matches every filter, each by any of its values; `*` and `?` are wildcards
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html). Any other filter name is refused.
 */
export function filtered<T>(
  things: T[],
  filters: FilterInput[],
  fields: FilterFields<T>,
  tagsOf: (thing: T) => Tags,
): T[] {
  const matchers = filters.map(({ Name, Value }) => ({
    read: reader(Name, fields, tagsOf),
    patterns: Value.map(pattern),
  }));
  return things.filter((thing) =>
    matchers.every(({ read, patterns }) =>
      read(thing).some((value) => patterns.some((matches) => matches.test(value))),
    ),
  );
}

function reader<T>(name: string, fields: FilterFields<T>, tagsOf: (thing: T) => Tags): (thing: T) => string[] {
  if (name === 'tag-key') return (thing) => Object.keys(tagsOf(thing));
  if (name.startsWith('tag:')) {
    const key = name.slice(4);
    return (thing) => [tagsOf(thing)[key]].filter((value) => value !== undefined);
  }
  const field = fields[name];
  if (!field) {
    const known = [...Object.keys(fields), 'tag:<key>', 'tag-key'].join(', ');
    throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid; the local EC2 knows ${known}`);
  }
  return field;
}

const pattern = (value: string) =>
  new RegExp(
    `^${value
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  );

/** One page. Throws for a page size out of bounds, ids with a page size, or a token that was not given out. */
export function page<T>(
  things: T[],
  { MaxResults, NextToken }: { MaxResults?: number; NextToken?: string },
  limits: { min: number; max: number } = { min: 5, max: 1000 },
): { items: T[]; nextToken?: string } {
  if (MaxResults !== undefined && (MaxResults < limits.min || MaxResults > limits.max)) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value between ${limits.min} and ${limits.max}.`,
    );
  }
  const from = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, 'base64url').toString());
  if (!Number.isInteger(from)) {
    throw new AwsError('InvalidParameterValue', `Unable to parse pagination token`);
  }
  const to = from + (MaxResults ?? things.length);
  return {
    items: things.slice(from, to),
    ...(to < things.length ? { nextToken: Buffer.from(String(to)).toString('base64url') } : {}),
  };
}
