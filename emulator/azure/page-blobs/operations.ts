import { createHash } from 'node:crypto';
import type { Grants } from './grants.ts';
import { PAGE_BYTES, type PageBlob, type PageRange } from './page-blob.ts';
import { StorageError } from './storage-error.ts';

export interface BlobRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

export interface BlobAnswer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** The most of a Put Page, and of a range with its MD5. */
const MOST_BYTES = 4 * 2 ** 20;
/** The most of one page of ranges (https://learn.microsoft.com/rest/api/storageservices/get-page-ranges). */
const MOST_RANGES = 10_000;

/** Operations by which disks are read and filled, each under the name that faults know. */
export type BlobOperation = (request: BlobRequest, grants: Grants) => BlobAnswer;

/** Which one a request is; nothing else is there, as for managed disks. */
export function operationOf({ method, query, headers }: BlobRequest): [name: string, run: BlobOperation] {
  const condition = Object.keys(headers).find((name) => /^if-(none-)?match$|^if-(un)?modified-since$/.test(name));
  if (condition) throw new StorageError(400, 'UnsupportedHeader', `Managed disks take no ${condition}.`);
  const wanted = `${method} ${query.get('comp') ?? ''}`.trim();
  if (wanted === 'GET') return ['GetBlob', getBlob];
  if (wanted === 'GET pagelist') return ['GetPageRanges', getPageRanges];
  if (wanted === 'PUT page') return ['PutPage', putPage];
  throw new StorageError(501, 'UnsupportedByLocalCloud', `The local page blobs do not know "${wanted}".`);
}

/** https://learn.microsoft.com/rest/api/storageservices/get-blob, of a range. */
function getBlob({ path, query, headers }: BlobRequest, grants: Grants): BlobAnswer {
  const blob = grants.open(path, query, 'r');
  const { start, end } = rangeIn(headers, blob) ?? { start: 0, end: blob.size };
  const withMd5 = headers['x-ms-range-get-content-md5'] === 'true';
  if (withMd5 && end - start > MOST_BYTES) {
    throw new StorageError(400, 'OutOfRangeInput', 'The MD5 of a range is computed for up to 4 MiB.');
  }
  const body = blob.read(start, end - start);
  const range = { 'content-range': `bytes ${start}-${end - 1}/${blob.size}` };
  const md5: Record<string, string> = withMd5 ? { 'content-md5': md5Of(body) } : {};
  return {
    status: 206,
    headers: { etag: blob.etag, 'content-type': 'application/octet-stream', ...range, ...md5 },
    body,
  };
}

/** https://learn.microsoft.com/rest/api/storageservices/put-page; one that clears has no body. */
function putPage({ path, query, headers, body }: BlobRequest, grants: Grants): BlobAnswer {
  const blob = grants.open(path, query, 'w');
  const range = rangeIn(headers, blob);
  if (!range || range.start % PAGE_BYTES > 0 || range.end % PAGE_BYTES > 0) {
    throw new StorageError(416, 'InvalidPageRange', 'The page range specified is invalid.');
  }
  const length = range.end - range.start;
  const how = headers['x-ms-page-write'];
  if (how === 'clear') blob.clear(range.start, length);
  else if (how === 'update') update(blob, range.start, length, headers['content-md5'], body);
  else throw new StorageError(400, 'InvalidHeaderValue', 'x-ms-page-write is "update" or "clear".');
  return { status: 201, headers: { etag: blob.etag, 'content-md5': md5Of(body) }, body: Buffer.alloc(0) };
}

function update(blob: PageBlob, offset: number, length: number, md5: unknown, body: Buffer): void {
  if (length > MOST_BYTES) throw new StorageError(413, 'RequestBodyTooLarge', 'A Put Page has up to 4 MiB.');
  if (body.length !== length) {
    throw new StorageError(400, 'InvalidHeaderValue', `${body.length} bytes came for a range of ${length}.`);
  }
  if (md5 !== undefined && md5 !== md5Of(body)) {
    throw new StorageError(
      400,
      'Md5Mismatch',
      'The MD5 value specified in the request did not match with the MD5 value calculated by the server.',
    );
  }
  blob.write(offset, body);
}

/** https://learn.microsoft.com/rest/api/storageservices/get-page-ranges; a range that begins before what was asked for is cut. */
function getPageRanges({ path, query, headers }: BlobRequest, grants: Grants): BlobAnswer {
  const blob = grants.open(path, query, 'r');
  const span = rangeIn(headers, blob) ?? { start: 0, end: blob.size };
  const from = Number(query.get('marker') ?? span.start);
  const touched = blob
    .ranges(earlierIn(headers, blob, grants))
    .filter(({ start, end }) => end > from && start < span.end)
    .map((it) => ({ ...it, start: Math.max(it.start, from), end: Math.min(it.end, span.end) }));
  const most = Math.min(Number(query.get('maxresults') ?? MOST_RANGES), MOST_RANGES);
  const next = touched[most]?.start;
  const body = Buffer.from(xmlOf(touched.slice(0, most), next));
  return { status: 200, headers: { etag: blob.etag, 'content-type': 'application/xml' }, body };
}

/** The earlier incremental snapshot that is compared with, of the same disk. */
function earlierIn(headers: BlobRequest['headers'], blob: PageBlob, grants: Grants): PageBlob | undefined {
  const said = headers['x-ms-previous-snapshot-url'];
  if (said === undefined) return undefined;
  const url = new URL(String(said));
  const earlier = grants.open(url.pathname, url.searchParams, 'r');
  if (earlier.disk !== blob.disk) {
    throw new StorageError(409, 'PreviousSnapshotNotFound', 'The previous snapshot is not found.');
  }
  if (earlier.number > blob.number) {
    throw new StorageError(409, 'PreviousSnapshotCannotBeNewer', 'The previous snapshot cannot be newer.');
  }
  return earlier;
}

function xmlOf(ranges: PageRange[], next: number | undefined): string {
  const items = ranges.map(({ start, end, cleared }) => {
    const name = cleared ? 'ClearRange' : 'PageRange';
    return `<${name}><Start>${start}</Start><End>${end - 1}</End></${name}>`;
  });
  const marker = next === undefined ? '' : `<NextMarker>${next}</NextMarker>`;
  return `<?xml version="1.0" encoding="utf-8"?><PageList>${items.join('')}${marker}</PageList>`;
}

/** `x-ms-range` has precedence (https://learn.microsoft.com/rest/api/storageservices/specifying-the-range-header-for-blob-service-operations). */
function rangeIn(headers: BlobRequest['headers'], blob: PageBlob): { start: number; end: number } | undefined {
  const said = headers['x-ms-range'] ?? headers.range;
  if (said === undefined) return undefined;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(String(said)) ?? [];
  const [start, end] = [Number(first), Math.min(Number(last) + 1, blob.size)];
  if (first === undefined || start >= end) {
    throw new StorageError(416, 'InvalidRange', `The range "${said}" is invalid for ${blob.size} bytes.`);
  }
  return { start, end };
}

const md5Of = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('base64');
