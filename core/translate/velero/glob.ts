import { RE2JS } from 're2js';

const NOT_SEPARATORS = { '.': '[^.]', '': '[\\s\\S]' } as const;

/**
 * A pattern of github.com/gobwas/glob: `*` and `?` are letters but the separator, `**` is any letters, `[a-z]`, `[!abc]`, and
 * `{one,other}`. Throws for one that is none.
 */
export function globOf(pattern: string, separator: '.' | ''): (text: string) => boolean {
  const one = NOT_SEPARATORS[separator];
  let source = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const letter = pattern[at]!;
    if (letter === '\\') {
      at += 1;
      if (at === pattern.length) throw new Error('it ends with \\');
      source += RE2JS.quote(pattern[at]!);
    } else if (letter === '*') {
      const isDouble = pattern[at + 1] === '*';
      source += isDouble ? '[\\s\\S]*' : `${one}*`;
      if (isDouble) at += 1;
    } else if (letter === '?') source += one;
    else if (letter === '[') {
      const end = pattern.indexOf(']', at + 1);
      if (end < 0) throw new Error('a [ of it has no ]');
      source += classOf(pattern.slice(at + 1, end));
      at = end;
    } else if (letter === '{') {
      depth += 1;
      source += '(?:';
    } else if (letter === '}' && depth > 0) {
      depth -= 1;
      source += ')';
    } else if (letter === ',' && depth > 0) source += '|';
    else source += RE2JS.quote(letter);
  }
  if (depth > 0) throw new Error('a { of it has no }');
  const compiled = RE2JS.compile(`^(?:${source})$`);
  return (text) => compiled.matcher(text).find();
}

function classOf(inside: string): string {
  const isNegated = inside.startsWith('!');
  const letters = isNegated ? inside.slice(1) : inside;
  if (letters === '') throw new Error('a [] of it is empty');
  return `[${isNegated ? '^' : ''}${letters.replaceAll(/[\\^[]/g, String.raw`\$&`)}]`;
}
