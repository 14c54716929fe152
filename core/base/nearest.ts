const SHOWN = 3;

/** `did you mean "web"?`, or with nothing alike what there is; the end of a sentence about a name that does not exist. */
export function didYouMean(wanted: string, names: readonly string[]): string {
  const near = nearest(wanted, names);
  if (near.length > 0) return `did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`;
  if (names.length === 0) return 'there is none.';
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `there ${names.length === 1 ? 'is' : 'are'} ${names.slice(0, SHOWN).join(', ')}${more}.`;
}

/** The names that are most like a wanted one, nearest first: a few letters off, or one within the other. */
function nearest(wanted: string, names: readonly string[]): string[] {
  const [given, most] = [wanted.toLowerCase(), Math.max(2, Math.floor(wanted.length / 4))];
  return names
    .map((name) => ({ name, off: distance(given, name.toLowerCase()) }))
    .filter(({ name, off }) => off <= Math.min(most, name.length - 1) || isWithin(given, name.toLowerCase()))
    .toSorted((a, b) => a.off - b.off)
    .slice(0, SHOWN)
    .map(({ name }) => name);
}

const isWithin = (a: string, b: string) => Math.min(a.length, b.length) > 2 && (a.includes(b) || b.includes(a));

/** Levenshtein's: letters to add, remove or exchange. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === other ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
