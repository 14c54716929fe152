/**
 * What Velero makes of the text of a value (internal/resourcemodifiers, addQuotes, of 1.18): "" and texts in double quotes are
 * texts, null, booleans, numbers, objects and lists stand for themselves, and everything else is a text, quoted as it is.
 */
export function jsonOf(value: string): string {
  if (value === '') return '""';
  if (value.startsWith('"') && value.endsWith('"')) return `"${value.replace(/^"/, '').replace(/"$/, '')}"`;
  const isBare = value === 'null' || /^(true|false)$/i.test(value) || /^[{[]/.test(value) || isGoNumber(value);
  return isBare ? value : `"${value}"`;
}

/**
 * What strconv.ParseFloat takes (https://pkg.go.dev/strconv#ParseFloat), with underscores between digits; a number that is too large
 * it does not.
 */
function isGoNumber(text: string): boolean {
  if (/^([+-]?inf(inity)?|nan)$/i.test(text)) return true;
  if (HEXADECIMAL.test(text)) return true;
  return DECIMAL.test(text) && Number.isFinite(Number(text.replaceAll('_', '')));
}

const DECIMAL = /^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/i;
const HEXADECIMAL =
  /^[+-]?0x_?([\da-f]+(_[\da-f]+)*\.?([\da-f]+(_[\da-f]+)*)?|\.[\da-f]+(_[\da-f]+)*)p[+-]?\d+(_\d+)*$/i;
