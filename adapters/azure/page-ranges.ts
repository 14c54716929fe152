import { BLOCK_BYTES } from '../../core/base/ports/block-store.ts';
import type { PageAccess } from './page-access.ts';
import { type sasRequests, textOf } from './sas-requests.ts';
import { INCOMPLETE_LIST } from './storage-errors.ts';

/** Bytes of a blob, from the first up to but not including the end. */
export interface Span {
  start: number;
  end: number;
}

/** What one listing has found. */
export interface Listed {
  /** Of the blob when it was asked: another one after it means other bytes. */
  etag: string;
  /** Written, and where it is compared with an earlier snapshot, cleared. */
  spans: Span[];
}

/**
 * Ranges of pages with data that touch `span`, by https://learn.microsoft.com/rest/api/storageservices/get-page-ranges; with `previous`,
 * the access to an earlier incremental snapshot of the same managed disk, those that were written or cleared since.
 */
export async function listRanges(
  send: ReturnType<typeof sasRequests>,
  span: Span,
  previous?: PageAccess,
): Promise<Listed> {
  const listed: Listed = { etag: '', spans: [] };
  const headers = { range: `bytes=${span.start}-${span.end - 1}` };
  const seen = new Set<string>();
  let marker = '';
  do {
    if (seen.has(marker) || seen.size === MOST_PAGES) throw incomplete('the list of pages does not end');
    seen.add(marker);
    const query = `comp=pagelist${marker && `&marker=${encodeURIComponent(marker)}`}`;
    const answer = await send({ method: 'GET', query, headers, ...(previous ? { previous } : {}) });
    const xml = textOf(answer);
    listed.etag = answer.headers.etag ?? '';
    for (const found of spansIn(xml)) listed.spans.push(found);
    marker = MARKER.exec(xml)?.[1] ?? '';
  } while (marker);
  return listed;
}

/** Of 10,000 ranges each: more than there are pages of 512 bytes in what is asked for at once (page-blob-source.ts). */
const MOST_PAGES = 20_000;

/** `PageRange` has data, `ClearRange` had some; both say their last byte. */
const RANGE = /<(?:PageRange|ClearRange)>\s*<Start>(\d+)<\/Start>\s*<End>(\d+)<\/End>/g;
const MARKER = /<NextMarker>([^<]+)<\/NextMarker>/;

/** The element around all of them, with its end; without ranges it may have none. */
const LIST = /<PageList\b[^>]*(?:\/>|>[\s\S]*<\/PageList>)\s*$/;
const ANY_RANGE = /<(?:PageRange|ClearRange)\b/g;

/** What is no list, or not all of one, would read as pages that nobody has written: a copy by it would have holes. */
function spansIn(xml: string): Span[] {
  const spans = [...xml.matchAll(RANGE)].map(([, start, last]) => ({ start: Number(start), end: Number(last) + 1 }));
  if (LIST.test(xml) && spans.length === (xml.match(ANY_RANGE)?.length ?? 0)) return spans;
  throw incomplete('the answer is no complete list of pages');
}

const incomplete = (what: string) => Object.assign(new Error(what), { code: INCOMPLETE_LIST });

/** Indexes of the blocks that the ranges touch, of those from `startIndex` up to but not including `endIndex`. */
export function blocksOf(spans: readonly Span[], startIndex: number, endIndex: number): Set<number> {
  const indexes = new Set<number>();
  for (const { start, end } of spans) {
    const last = Math.min(Math.ceil(end / BLOCK_BYTES), endIndex);
    for (let index = Math.max(Math.floor(start / BLOCK_BYTES), startIndex); index < last; index++) indexes.add(index);
  }
  return indexes;
}
