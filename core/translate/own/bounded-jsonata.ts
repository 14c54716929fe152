/** What JSONata does within one node, which no count of nodes ends: bounded, and the same for the texts that rules have. */
import { RE2JS } from 're2js';

/** Letters that a text is padded by: no object of Kubernetes has more. */
const MOST_LETTERS = 1_000_000;
/** Entries of a list: a step makes one of them at a time, but for a range. */
const MOST_ENTRIES = 100_000;

/** As JSONata calls what it takes for RegExp: https://docs.jsonata.org/embedding-extending */
class LinearPattern {
  lastIndex = 0;
  readonly #pattern: RE2JS;

  constructor({ source, flags }: RegExp) {
    const ignored = flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0;
    this.#pattern = RE2JS.compile(RE2JS.translateRegExp(source), ignored | (flags.includes('m') ? RE2JS.MULTILINE : 0));
  }

  exec(text: string): (Array<string | undefined> & { index: number }) | null {
    const matcher = this.#pattern.matcher(text);
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0;
      return null;
    }
    this.lastIndex = matcher.end();
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, at) => matcher.group(at) ?? undefined);
    return Object.assign(groups, { index: matcher.start() });
  }
}

export const BOUNDS = { RegexEngine: LinearPattern as unknown as RegExpConstructor, sequence: MOST_ENTRIES };

/** `$pad` (https://docs.jsonata.org/string-functions#pad). */
export function padded(text: string | undefined, width: number, fill = ' '): string | undefined {
  if (text === undefined) return undefined;
  const missing = Math.abs(Math.trunc(width)) - [...text].length;
  if (missing > MOST_LETTERS) throw new Error(`$pad adds ${MOST_LETTERS} letters at most`);
  if (missing <= 0) return text;
  const letters = [...(fill === '' ? ' ' : fill)];
  const padding = Array.from({ length: missing }, (_, at) => letters[at % letters.length]).join('');
  return width > 0 ? text + padding : padding + text;
}
