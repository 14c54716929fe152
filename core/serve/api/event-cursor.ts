import * as z from 'zod';

/** Of each execution, the last event that was shown: histories only grow, each in its own order. */
export type Cursor = Record<string, number>;

const Shape = z.record(z.string(), z.int().nonnegative());

export const cursorOf = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** Undefined for what no answer has given. */
export function readCursor(text: string): Cursor | undefined {
  try {
    return Shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
