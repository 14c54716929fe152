/**
 * JSON in exactly one form: members sorted by their names, no spaces, numbers and strings as ECMAScript writes them. So two
 * that read the same value hash the same bytes (RFC 8785, https://www.rfc-editor.org/rfc/rfc8785). What is undefined is left out.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  // Sorted by UTF-16 code units, as the RFC has it, and as JavaScript compares.
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
