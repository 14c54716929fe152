import { timingSafeEqual } from 'node:crypto';

/** What of a request says where it comes from; names in lower case. */
export interface From {
  host?: string | undefined;
  'sec-fetch-site'?: string | undefined;
  'x-kubeferry-token'?: string | undefined;
}

/**
 * False for another name than the page's own: a page of somebody else whose name was made to point here (DNS rebinding)
 * still sends its own name.
 */
export const isOwnHost = ({ host }: From, port: number): boolean =>
  [`127.0.0.1:${port}`, `localhost:${port}`].includes(host ?? '');

/** False for what no page of ours has sent: without the token of this start, or from another site. */
export function isOwnCall({ 'sec-fetch-site': site, 'x-kubeferry-token': token }: From, expected: string): boolean {
  // Browsers set it on every request, and no page can change it (https://www.w3.org/TR/fetch-metadata/); others leave it out.
  if (site !== undefined && site !== 'same-origin') return false;
  const [given, own] = [Buffer.from(token ?? ''), Buffer.from(expected)];
  return given.length === own.length && timingSafeEqual(given, own);
}

/** What may be asked of the hub through the page's server, with or without a query. */
const FORWARDED = /^\/(routes(\/[\w.~%-]+)*|me|openapi\.json)(\?|$)/;

/** A query may have whatever is searched for. */
export const isForwarded = (path: string): boolean =>
  FORWARDED.test(path) && !/(^|\/)(\.|%2e){1,2}(\/|$)|%2f|%5c/i.test(path.replace(/\?.*$/, ''));
