import * as z from 'zod';
import { REPLICAS } from '../../../kube/replicas.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const Field = z.strictObject({
  field: z
    .string()
    .regex(/^spec(\.[A-Za-z0-9_-]+)+$/, 'a field is written as a path below spec, such as spec.paused')
    .optional()
    .describe('Path below spec, such as spec.paused'),
  annotation: z
    .string()
    .regex(/^[a-z0-9./-]+[A-Za-z0-9._-]*$/, 'an annotation is written as its whole name, such as example.com/paused')
    .optional()
    .describe('Or the name of an annotation'),
  to: scalar.describe('The value that suspends it'),
});

/** One row of the request: what of the user's acts outside of its cluster, and how a clone keeps it from that. */
export const OutsideOfRequest = z
  .strictObject({
    kind: z
      .string()
      .regex(
        /^([A-Z][A-Za-z0-9]*(\.[a-z0-9-]+)*|\*(\.[a-z0-9-]+)+)$/,
        'a kind is written Kind, Kind.group, or *.group for all of a group',
      )
      .optional()
      .describe('Kind, Kind.group, or *.group for all kinds of a group'),
    image: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._:/-]*$/, 'an image is written without tag and digest, such as registry.example/mailer')
      .optional()
      .describe('Or the image of its pods, whole or its end, without tag'),
    acts: z.string().min(1).max(200).describe('What it does, as the end of a sentence: sends mail to customers'),
    silence: z
      .union([z.enum(['drop', 'scale-to-zero', 'name']), Field])
      .describe('How a clone keeps it from that; name only reports it'),
  })
  .check(({ value, issues }) => {
    for (const message of mistakesOf(value)) issues.push({ code: 'custom', message, input: value });
  });
export type OutsideOfRequest = z.infer<typeof OutsideOfRequest>;

function mistakesOf({ kind, image, silence }: Omit<OutsideOfRequest, 'acts'>): string[] {
  const mistakes: string[] = [];
  if ((kind === undefined) === (image === undefined)) mistakes.push('a row has either a kind or an image');
  if (typeof silence === 'object') {
    if ((silence.field === undefined) === (silence.annotation === undefined))
      mistakes.push('what is set is either a field or an annotation');
    if (image !== undefined)
      mistakes.push('pods of an image are suspended by scale-to-zero, drop or name; fields are of a kind');
  }
  if (kind !== undefined && silence === 'scale-to-zero' && !(keyOf(kind) in REPLICAS))
    mistakes.push(
      `replicas are known of ${Object.keys(REPLICAS).map(shown).join(', ')}; set a field of any other kind`,
    );
  return mistakes;
}

const shown = (key: string) => key.split('/').toReversed().filter(Boolean).join('.');

/** `Kind.group` as `group/Kind`. */
export function keyOf(kind: string): string {
  const dot = kind.indexOf('.');
  return dot < 0 ? `/${kind}` : `${kind.slice(dot + 1)}/${kind.slice(0, dot)}`;
}
