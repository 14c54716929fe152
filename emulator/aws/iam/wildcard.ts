const patterns = new Map<string, RegExp>();

/** `*` is any text, `?` any one character, as in policies; both reach over `:` and `/`. */
export function matchesWildcard(pattern: string, text: string, ignoreCase = false): boolean {
  const key = ignoreCase ? `i${pattern}` : `c${pattern}`;
  let compiled = patterns.get(key);
  if (!compiled) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    compiled = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
    patterns.set(key, compiled);
  }
  return compiled.test(text);
}

/** ArnLike and ArnEquals: each of the six parts is compared by itself. */
export function matchesArn(pattern: string, arn: string): boolean {
  const wanted = arnParts(pattern);
  const given = arnParts(arn);
  return wanted.length === given.length && wanted.every((part, index) => matchesWildcard(part, given[index] ?? ''));
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
