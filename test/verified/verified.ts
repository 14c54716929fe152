import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** What one tier of tests has checked; it goes into `docs/verified.md`. Nothing in it may differ from run to run. */
export interface Verified {
  /** Heading of its table. */
  title: string;
  /** `npm run test:contract`. */
  command: string;
  rows: Row[];
  /** Where the witness and we differ, and stay so. */
  deviations: { what: string; reason: string }[];
}

export interface Row {
  /** A sentence about us. */
  checked: string;
  /** Who says so, with its version. */
  witness: string;
  /** Of what is checked: `83 operations of 14 services`. */
  count: string;
  /** How many of `deviations` are of this row. */
  deviations: number;
}

/** Throws unless `test/verified/NAME.json` says the same. `UPDATE=1` writes it. */
export function verified(name: string, found: Verified): void {
  const path = new URL(`${name}.json`, import.meta.url);
  if (process.env.UPDATE === '1') writeFileSync(path, `${JSON.stringify(found, null, 2)}\n`);
  const written = JSON.parse(readFileSync(path, 'utf8')) as Verified;
  expect(
    found,
    `UPDATE=1 ${found.command} writes what is verified now; then UPDATE=1 npx vitest run test/verified`,
  ).toEqual(written);
}

/** A count as the page has it: rounded down to tens, so that one more thing to check is no change of the page. */
export const atLeast = (count: number): string => `at least ${Math.floor(count / 10) * 10}`;
