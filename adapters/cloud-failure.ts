import { type ErrorName, KubeferryError } from '../core/base/errors.ts';

/** The codes of a service by what they mean here; a code is compared whole. */
export type Codes = Partial<Record<ErrorName, readonly string[]>>;
export type WaysOut = Partial<Record<ErrorName, string>>;

export const namesByCode = (codes: Codes): ReadonlyMap<string, ErrorName> =>
  new Map(Object.entries(codes).flatMap(([name, of]) => of.map((code) => [code, name as ErrorName] as const)));

/** How a service refused: its code, what it said as `outsideText` lets it through, and what that means here, if anybody knows. */
interface Refusal {
  code: string;
  message: string;
  name: ErrorName | undefined;
  cause?: unknown;
}

/**
 * The error to throw for a refusal; `what` completes "Could not …" and names the thing. A code that nobody knows keeps its own
 * name, and so is permanent.
 */
export function cloudFailure(what: string, { code, message, name, cause }: Refusal, waysOut: WaysOut): Error {
  const said = `${code}: ${message}`.replace(/\.?$/, '.');
  const options = cause === undefined ? {} : { cause };
  if (name) return new KubeferryError(name, `Could not ${what}: ${said} Way out: ${waysOut[name]}.`, options);
  const unknown = new Error(`Could not ${what}: ${said}`, options);
  unknown.name = code || 'Error';
  return unknown;
}
