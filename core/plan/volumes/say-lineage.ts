import type { Basis, KeptLineage, PlannedVolume } from './volume-plan.ts';

/** `about 0.2 of 40 GiB, as last time`, `about 12 GiB, by a snapshot`, `40 GiB at most` or nothing. */
export function expectation({ gibibytes, basis, sizeGiB, since }: Partial<PlannedVolume>): string {
  if (gibibytes === undefined || basis === undefined) return '';
  if (basis === 'size') return `${say(gibibytes)} at most`;
  const of = since ? ` of ${say(since.gibibytes ?? sizeGiB ?? 0)}` : '';
  return `about ${amount(gibibytes)}${of || ' GiB'}, ${BASES[basis]}`;
}

const BASES: Record<Exclude<Basis, 'size'>, string> = { changes: 'as last time', snapshot: 'by a snapshot' };

/** What is kept on both sides, until when, and what that costs. */
export const keptText = ({ until, dollarsAMonth }: Pick<KeptLineage, 'until' | 'dollarsAMonth'>): string =>
  `Snapshots are kept for the next clone ${until === 'told' ? 'until a request says otherwise' : 'while one stands'}: about $${dollarsAMonth} a month.`;

const say = (gibibytes: number) => `${amount(gibibytes)} GiB`;

/** Small amounts have their first digit that is not zero. */
const amount = (gibibytes: number) =>
  Number(gibibytes.toPrecision(gibibytes < 10 ? 2 : 4)).toLocaleString('en-US', { maximumFractionDigits: 4 });
