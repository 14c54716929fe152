/** A sentence of the contract, with what holds it. */
export interface Promised {
  id: string;
  /** Without the marks of Markdown. */
  sentence: string;
}

/** A test that says which promises it holds, in the comment directly above it. */
export interface Holder {
  file: string;
  line: number;
  title: string;
  ids: string[];
}

const ITEM = /^- ((?:[^\n]|\n(?! *-|\n|#))*)/gm;
const MARK = /<!-- promise: ([a-z0-9-]+) -->/;
const HOLDS = /^\s*\/\/ Promise: ([a-z0-9-]+(?:, [a-z0-9-]+)*)$/;
const TEST = /^\s*(?:it|test|describe)\b/;

/** The list items of the contract that are promises, and those that carry no id. */
export function readPromises(contract: string): { promises: Promised[]; unmarked: string[] } {
  const items = [...contract.matchAll(ITEM)].map(([, text = '']) => text);
  const marked = items.flatMap((text) => {
    const id = text.match(MARK)?.[1];
    return id ? [{ id, sentence: plain(text.replace(MARK, '')) }] : [];
  });
  return { promises: marked, unmarked: items.filter((text) => !MARK.test(text)).map(plain) };
}

const plain = (text: string) =>
  text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The tests of one file that hold promises. Throws on a mark above anything but a test, which would hold nothing. */
export function readHolders(file: string, text: string): Holder[] {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    const ids = line.match(HOLDS)?.[1]?.split(', ');
    if (!ids) return [];
    if (!TEST.test(lines[at + 1] ?? ''))
      throw new Error(`${file}:${at + 1} marks a promise, but the next line begins no test. Move it right above one.`);
    return [{ file, line: at + 2, title: titleOf(lines.slice(at + 1)), ids }];
  });
}

/** The first text in quotes behind the last opening bracket of a call: tables of `it.each` come before it. */
function titleOf(lines: string[]): string {
  const call = lines.slice(0, 40).join('\n');
  const each = /^\s*\w+\.each\b/.test(call);
  const title = each ? call.match(/\)\(\s*(['"`])(.*?)\1/s) : call.match(/\(\s*(['"`])(.*?)\1/s);
  return title?.[2] ?? '(a test with a computed title)';
}
