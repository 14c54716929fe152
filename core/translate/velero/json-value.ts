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

/** What strconv.ParseFloat takes (https://pkg.go.dev/strconv#ParseFloat); one that is too large it does not. */
function isGoNumber(text: string): boolean {
  if (/^[+-]?(inf|infinity)$/i.test(text) || /^nan$/i.test(text)) return true;
  if (/^[+-]?0x([0-9a-f_]+\.?[0-9a-f_]*|\.[0-9a-f_]+)p[+-]?[0-9_]+$/i.test(text)) return true;
  if (!/^[+-]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(e[+-]?\d[\d_]*)?$/i.test(text)) return false;
  return !text.includes('_') && Number.isFinite(Number(text));
}
