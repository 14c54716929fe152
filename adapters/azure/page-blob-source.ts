import { hash } from 'node:crypto';
import { KubeferryError } from '../../core/base/errors.ts';
import { BLOCK_BYTES, type BlockRef, type BlockSource } from '../../core/base/ports/block-store.ts';
import type { Answer } from '../wire/response-reader.ts';
import { accessOf, type PageAccess } from './page-access.ts';
import { blocksOf, listRanges, type Span } from './page-ranges.ts';
import { sasRequests } from './sas-requests.ts';
import { storageCode, translateStorageError } from './storage-errors.ts';

export interface PageBlobSourceOptions {
  /** Bytes of the disk, without the footer that an exported VHD ends with. A multiple of BLOCK_BYTES. */
  size: number;
  /** An incremental snapshot of the same managed disk, by its SAS URL: blocks that differ from it are listed alone. */
  previousSnapshot?: string | PageAccess;
  /** Names the blob in sentences, since its URL is a secret: "snapshot kf-1 of disk data". */
  name?: string;
}

/**
 * Blocks whose ranges are asked for at once: 64 GiB. Of a disk in very small pieces that may end in a time-out, as Azure says it,
 * and a part of them is to be asked for then (https://learn.microsoft.com/rest/api/storageservices/get-page-ranges, "Remarks").
 */
const WINDOW = 131_072;
const SMALLEST_WINDOW = 256;

/**
 * The written blocks of a managed disk or snapshot, behind the SAS URL that `beginGetAccess` grants: a page blob which is read by
 * plain HTTPS. A block's token is the ETag of the blob that listed it. Each block is compared with the MD5 that Azure
 * sends with ranges of up to 4 MiB (https://learn.microsoft.com/rest/api/storageservices/get-blob).
 */
export function pageBlobSource(given: string | PageAccess, options: PageBlobSourceOptions): BlockSource {
  const access = accessOf(given);
  const send = sasRequests(access);
  const { size, previousSnapshot, name = 'the page blob' } = options;
  const window = previousSnapshot === undefined ? written(access) : changed(access, accessOf(previousSnapshot));
  return {
    async *list({ startIndex = 0, endIndex = Number.POSITIVE_INFINITY } = {}) {
      const end = Math.min(endIndex, size / BLOCK_BYTES);
      let width = WINDOW;
      for (let from = startIndex; from < end; ) {
        const to = Math.min(from + width, end);
        const page = await window(from, to).catch((error) => {
          if (storageCode(error) === 'OperationTimedOut' && to - from > SMALLEST_WINDOW) return undefined;
          throw translateStorageError(error, `list the blocks of ${name}`);
        });
        if (page === undefined) {
          width = Math.ceil((to - from) / 2);
          continue;
        }
        if (page.length > 0) yield page;
        from = to;
      }
    },

    async get({ index, token = '' }, into = new Uint8Array(BLOCK_BYTES)) {
      const what = `read block ${index} of ${name}`;
      const offset = index * BLOCK_BYTES;
      const headers = {
        'x-ms-range': `bytes=${offset}-${offset + BLOCK_BYTES - 1}`,
        'x-ms-range-get-content-md5': 'true',
      };
      try {
        const answer = await send({ method: 'GET', headers, into });
        // Such files may as well be data of a disk, anywhere else than at its beginning.
        if (index === 0) refuseVhdx(answer, what);
        return { bytes: into, sha256: checked(answer, token, what) };
      } catch (error) {
        throw translateStorageError(error, what);
      }
    },
  };
}

/** Of another form of images, which has no raw blocks (https://learn.microsoft.com/openspecs/windows_protocols/ms-vhdx). */
const VHDX = Buffer.from('vhdxfile');

function refuseVhdx({ body }: Answer, what: string): void {
  if (VHDX.every((byte, at) => body[at] === byte))
    throw corrupt(what, 'it is a VHDX file, as Azure keeps disks with sectors of 4,096 bytes');
}

type Window = (startIndex: number, endIndex: number) => Promise<BlockRef[]>;

const spanOf = (startIndex: number, endIndex: number): Span => ({
  start: startIndex * BLOCK_BYTES,
  end: endIndex * BLOCK_BYTES,
});

const ascending = (indexes: Set<number>) => [...indexes].sort((a, b) => a - b);

function written(access: PageAccess): Window {
  const send = sasRequests(access);
  return async (startIndex, endIndex) => {
    const { etag, spans } = await listRanges(send, spanOf(startIndex, endIndex));
    return ascending(blocksOf(spans, startIndex, endIndex)).map((index) => ({ index, token: etag }));
  };
}

/** Whether a changed block has data now, and had any before, is told by the ranges of each side. */
function changed(access: PageAccess, previous: PageAccess): Window {
  const [send, sendPrevious] = [sasRequests(access), sasRequests(previous)];
  return async (startIndex, endIndex) => {
    const span = spanOf(startIndex, endIndex);
    const touched = await listRanges(send, span, previous).catch((error) => {
      // Of two snapshots, Azure compares the later with the earlier alone; what differs is the same both ways.
      if (storageCode(error) !== 'PreviousSnapshotCannotBeNewer') throw error;
      return listRanges(sendPrevious, span, access);
    });
    const differing = ascending(blocksOf(touched.spans, startIndex, endIndex));
    if (differing.length === 0) return [];
    const { etag, spans } = await listRanges(send, span);
    const now = blocksOf(spans, startIndex, endIndex);
    const before = blocksOf((await listRanges(sendPrevious, span)).spans, startIndex, endIndex);
    return differing
      .filter((index) => now.has(index) || before.has(index))
      .map((index) => ({
        index,
        ...(now.has(index) ? { token: etag } : {}),
        ...(before.has(index) ? {} : { isNew: true as const }),
      }));
  };
}

/**
 * Managed disks take no conditions such as If-Match (https://github.com/Azure/azure-storage-azcopy/blob/main/ste/downloader-blob.go), so the
 * answer's own tag is compared.
 */
function checkTag({ headers }: Answer, token: string, what: string): void {
  if (headers.etag !== token) throw corrupt(what, `it is not the one that was listed (${headers.etag}, not ${token})`);
}

/** Compares tag, length and MD5 before anybody uses a byte; answers the SHA-256. */
function checked(answer: Answer, token: string, what: string): Uint8Array {
  checkTag(answer, token, what);
  const { headers, body, length } = answer;
  if (length !== BLOCK_BYTES) throw corrupt(what, `${length} bytes came, not ${BLOCK_BYTES}`);
  const [found, expected] = [hash('md5', body, 'base64'), headers['content-md5']];
  if (found !== expected) throw corrupt(what, `its MD5 is ${found}, but Azure announced ${expected ?? 'none'}`);
  return hash('sha256', body, 'buffer');
}

const corrupt = (what: string, why: string) =>
  new KubeferryError(
    'DataCorrupt',
    `Could not ${what}: ${why}. Way out: start the clone again; if it goes on, the snapshot itself is damaged.`,
  );
