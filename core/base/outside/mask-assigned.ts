import { MASK } from './mask.ts';
import { SECRET_WORD } from './secret-name.ts';

/** What may stand between a name and the sign that gives it a value: the end of quotes, brackets, an indexed name. */
const CLOSED = String.raw`\\{0,2}["'\]]{0,2}`;

/** A name that ends in a word for secrets, and what gives it a value. Every repetition is bounded, so this is linear. */
const ASSIGNED = new RegExp(
  [
    // Sentences: `password "hunter2" is too weak`, `data[password]: Invalid value: "hunter2"`.
    String.raw`(?:${SECRET_WORD})${CLOSED}:?[ \t]{1,2}(?:(?:Invalid|Duplicate|Unsupported) value:|is|was|of|to)[ \t]{1,2}(?=\\{0,2}["'\`])`,
    String.raw`\b(?:password|passphrase|token|api key)[ \t]{1,2}(?=\\{0,2}["'\`])`,
    // `password=`, `"password": `, `password => `, `data[password] := `, and what XML has.
    String.raw`(?<!Expired|Rejected|Invalid)(?:${SECRET_WORD})${CLOSED}[ \t]{0,4}(?::=|=>|=|:|>(?!<))[ \t]{0,4}`,
    // `--password hunter2`, and the same as two words of a list.
    String.raw`--?[\w.-]{0,60}(?:${SECRET_WORD})(?:[ \t]{1,4}(?!-)|\\{0,2}["'][ \t]{0,4},[ \t]{0,4}(?=\\{0,2}["']))`,
    // A variable of a container, as JSON, YAML or a Go struct.
    String.raw`\bname${CLOSED}[ \t]{0,4}[:=][ \t]{0,4}\\{0,2}["']?[\w.-]{0,80}(?:${SECRET_WORD})${CLOSED}[\s,-]{1,80}\\{0,2}["']?value${CLOSED}[ \t]{0,4}[:=][ \t]{0,4}`,
  ].join('|'),
  'gi',
);

/** What is in each of those words, and what follows one: both are in every text that gives a value to such a name. */
const WORD = /pass|pw|secret|token|credential|key|auth|sig|cookie|session|webhook|jaas|salt/i;
const SIGN = /[:=>"'`]/;
const mayAssign = (text: string) => (SIGN.test(text) || (text.includes('-') && /[ \t]/.test(text))) && WORD.test(text);

/** Masks the values that a text gives to names such as `password`: in pairs, flags, headers, JSON, YAML, XML and sentences. */
export function maskAssigned(text: string): string {
  if (!mayAssign(text)) return text;
  let shown = '';
  let from = 0;
  ASSIGNED.lastIndex = 0;
  for (let found = ASSIGNED.exec(text); found; found = ASSIGNED.exec(text)) {
    const begin = found.index + found[0].length;
    const { start, end } = valueAt(text, begin, found.index, found[0].endsWith('>'));
    shown += text.slice(from, start) + (isHarmless(text.slice(start, end)) ? text.slice(start, end) : MASK);
    from = end;
    ASSIGNED.lastIndex = Math.max(end, begin);
  }
  return shown + text.slice(from);
}

/** Nothing, a reference to a variable, what says yes or no, and the scheme before a credential that is masked. */
const isHarmless = (value: string) =>
  /^(?:\$\(\w*\)|\$\{\w*\}|true|false|null|\*+|Bearer|Basic|Digest|Negotiate)?$/i.test(value);

interface Span {
  start: number;
  end: number;
}

function valueAt(text: string, begin: number, nameAt: number, isElement: boolean): Span {
  if (isElement) return upTo(text, begin, /</g);
  const quote = /^(\\{0,2})(["'`])/.exec(text.slice(begin, begin + 3));
  if (quote) return quoted(text, begin + quote[0].length, quote[1] ?? '', quote[2] ?? '"');
  const several = severalLines(text, begin, nameAt) ?? listAt(text, begin);
  if (several) return several;
  // In a connection string of ADO or ODBC, values may hold blanks, and end at a semicolon.
  if (/[;][ \t]*[\w ]{0,40}$/.test(text.slice(Math.max(0, nameAt - 44), nameAt))) return upTo(text, begin, /[;\n"]/g);
  return upTo(text, begin, /[;&,](?=[\w .-]{1,40}=)|[;&,]?(?:\s|$)/g);
}

/** A block of YAML (`password: |`): the lines below that are further in than the name. */
function severalLines(text: string, begin: number, nameAt: number): Span | undefined {
  const head = /^[|>][-+\d]{0,2}[ \t]{0,8}\n/.exec(text.slice(begin, begin + 16))?.[0];
  if (head === undefined) return undefined;
  const indent = (at: number) => /^[ \t-]{0,200}/.exec(text.slice(at, at + 200))![0].length;
  const outer = indent(text.lastIndexOf('\n', nameAt) + 1);
  const start = begin + head.length;
  let end = start;
  while (end < text.length && (indent(end) > outer || text[end] === '\n')) {
    const next = text.indexOf('\n', end);
    end = next === -1 ? text.length : next + 1;
  }
  return { start, end: text[end - 1] === '\n' && end > start ? end - 1 : end };
}

const LIST = /\[(?:"(?:[^"\\]|\\.)*"|[^\]"\n])*\]?/y;

/** `["…", "…"]`, as JSON has headers and passwords. */
function listAt(text: string, begin: number): Span | undefined {
  LIST.lastIndex = begin;
  const found = LIST.exec(text)?.[0];
  return found === undefined ? undefined : { start: begin, end: begin + found.length };
}

function upTo(text: string, start: number, stop: RegExp): Span {
  stop.lastIndex = start;
  return { start, end: stop.exec(text)?.index ?? text.length };
}

/** To the quote that ends what this one began: not one that is escaped or doubled. */
function quoted(text: string, start: number, escapes: string, quote: string): Span {
  const closing = `${escapes}${quote}`;
  let end = text.indexOf(closing, start);
  while (end !== -1 && goesOn(text, end, closing, escapes)) {
    const pair = text.startsWith(closing, end + closing.length) && end > start ? 2 : 1;
    end = text.indexOf(closing, end + pair * closing.length);
  }
  return { start, end: end === -1 ? text.length : end };
}

/** An odd number of backslashes before a quote escapes it; two quotes stand for one, but at the very beginning. */
function goesOn(text: string, at: number, closing: string, escapes: string): boolean {
  if (text.startsWith(closing, at + closing.length)) return true;
  let before = at;
  while (text[before - 1] === '\\') before -= 1;
  return escapes === '' ? (at - before) % 2 === 1 : at > before;
}
