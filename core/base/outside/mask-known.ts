import { MASK } from './mask.ts';
import { SHORTEST_SECRET } from './secrets-of.ts';
import { stripControls } from './strip-controls.ts';

/**
 * Masks secrets that are known to be in play wherever the text has one, as it is or as a string of JSON or Go has it. A Secret
 * may have a mebibyte of them, so that only those are tried whose beginning the text has.
 */
export function maskKnown(text: string, secrets: readonly string[]): string {
  if (secrets.length === 0) return text;
  const beginnings = new Set<string>();
  for (let at = 0; at + SHORTEST_SECRET <= text.length; at++) beginnings.add(text.slice(at, at + SHORTEST_SECRET));
  const found = secrets
    .flatMap(spellings)
    .filter((each) => each.length >= SHORTEST_SECRET && beginnings.has(each.slice(0, SHORTEST_SECRET)));
  return found.toSorted((a, b) => b.length - a.length).reduce((shown, each) => shown.replaceAll(each, MASK), text);
}

/** What `stripControls` leaves of it, since that is what the text has, and the same between quotes. */
function spellings(secret: string): string[] {
  const said = stripControls(secret);
  const quoted = stripControls(JSON.stringify(secret).slice(1, -1));
  return quoted === said ? [said] : [said, quoted];
}
