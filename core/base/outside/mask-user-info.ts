import { MASK } from './mask.ts';

/**
 * Masks `user:password@` of every URL (RFC 3986, 3.2.1). People do not encode what they should, so a password may hold
 * `@`, `/`, `?` and `#`; a token may stand where the user does. What is left of a URL then is what follows its last `@`.
 */
export function maskUserInfo(text: string): string {
  let shown = '';
  let from = 0;
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', from)) {
    const begin = at + '://'.length;
    const end = endOfUrl(text, begin);
    shown += text.slice(from, begin) + withoutUserInfo(text.slice(begin, end));
    from = end;
  }
  return shown + text.slice(from);
}

const END = /[\s"<>]/g;

function endOfUrl(text: string, begin: number): number {
  END.lastIndex = begin;
  const end = END.exec(text)?.index ?? text.length;
  const punctuation = text.slice(Math.max(begin, end - LONGEST_PUNCTUATION), end).match(PUNCTUATION)?.[0] ?? '';
  return end - punctuation.length;
}

/** What a sentence puts behind a URL: `'https://example.com:8443', and …`. */
const PUNCTUATION = /(?:'[)\]},.;]*|[,.;]+)$/;
const LONGEST_PUNCTUATION = 8;

/** `user:***@host/path` of `user:password@host/path`. */
function withoutUserInfo(url: string): string {
  const last = url.lastIndexOf('@');
  const authority = url.slice(0, firstOf(url, /[/?#;]/));
  if (last === -1) return isHost(authority) ? url : MASK;
  if (!authority.includes('@') && isHost(authority) && isPlainlyPath(authority, url.slice(authority.length)))
    return url;
  const [user = '', password] = splitAt(url.slice(0, last), ':');
  const rest = url.slice(last);
  // A user without a password is a login name, or a token.
  if (password === undefined) return isLogin(user) ? url : `${MASK}${rest}`;
  return `${/^[\w.+-]{0,64}$/.test(user) ? user : MASK}:${MASK}${rest}`;
}

/** An `@` far behind a host is no user information: that of a package's version, or of an address in a query. */
const isPlainlyPath = (authority: string, rest: string) =>
  /^(?:(?:[\w-]+\.)+[\w-]{2,}|\[[^\]]*\])(?::\d+)?$/.test(authority) && rest.startsWith('/');

/** `example.com`, `10.0.0.1:5432`, `[::1]:80`, `${HOST}:8080`, several with commas between; no `name:word`. */
const isHost = (authority: string) =>
  authority.split(',').every((host) => /^(?:\[[^\]]*\]|[^:]*)(?::(?:\d{0,5}|\$[({]\w*[)}]|\{\w*\}|\*+))?$/.test(host));

/** `git` is one; what has digits and capitals side by side, or is long, is a token. */
const isLogin = (user: string) => /^[a-z][a-z_.-]{0,31}$/.test(user);

function firstOf(text: string, pattern: RegExp): number {
  const at = text.search(pattern);
  return at === -1 ? text.length : at;
}

function splitAt(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
