import * as z from 'zod';

const kind = z
  .string()
  .regex(/^[A-Z][A-Za-z0-9]*(\.[a-z0-9-]+)*$/, 'a kind is written Kind, or Kind.group where it has one');

/** A field of a kind of one's own that names an object of the same namespace. */
export const OwnReference = z.strictObject({
  from: kind.describe('Kind, or Kind.group, of the objects that hold the name'),
  field: z
    .string()
    .regex(
      /^(spec|data|metadata)(\.([A-Za-z0-9_-]+|\*))+$/,
      'a field is written as a path such as spec.items.*.secretName',
    )
    .describe('Path of the name, with * for each item of a list or map'),
  to: kind.describe('Kind, or Kind.group, of what is named'),
  serves: z
    .boolean()
    .default(false)
    .describe(
      'Whether what holds the name is copied with what it names, as an autoscaler is, and not only the other way',
    ),
});
export type OwnReference = z.infer<typeof OwnReference>;
