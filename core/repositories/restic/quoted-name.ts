/** Escapes of Go's strconv.Quote of one character (https://pkg.go.dev/strconv#Quote). */
const SINGLE: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92, "'": 39, '"': 34 };
/** Those of a number, and how many hexadecimal digits follow. */
const DIGITS: Record<string, number> = { x: 2, u: 4, U: 8 };

/** The bytes of a name: restic keeps it as strconv.Quote writes it, without the quotes. */
export function nameOf(quoted: string): Buffer {
  if (!quoted.includes('\\')) return Buffer.from(quoted, 'utf8');
  const parts = quoted.match(/\\x..|\\u.{4}|\\U.{8}|\\.|[^\\]+/gsu) ?? [];
  return Buffer.concat(parts.map(bytesOf));
}

function bytesOf(part: string): Buffer {
  if (!part.startsWith('\\')) return Buffer.from(part, 'utf8');
  const kind = part[1] ?? '';
  if (!(kind in DIGITS)) return Buffer.from([SINGLE[kind] ?? kind.charCodeAt(0)]);
  const number = Number.parseInt(part.slice(2), 16);
  return kind === 'x' ? Buffer.from([number]) : Buffer.from(String.fromCodePoint(number), 'utf8');
}
