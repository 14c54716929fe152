import { createHash } from 'node:crypto';
import { KubeferryError } from '../../core/base/errors.ts';
import { BLOCK_BYTES, type BlockSink } from '../../core/base/ports/block-store.ts';
import { accessOf, type PageAccess } from './page-access.ts';
import { pageBlobSource } from './page-blob-source.ts';
import { sasRequests } from './sas-requests.ts';
import { translateStorageError } from './storage-errors.ts';
import { vhdFooter } from './vhd-footer.ts';

export interface PageBlobSinkOptions {
  /** Bytes of the disk, without the footer: the disk was made with `uploadSizeBytes` of 512 more. */
  size: number;
  /** The snapshot that the blob began as, by its SAS URL: what it has counts in no seal. */
  previousSnapshot?: string | PageAccess;
  /**
   * The seal reads back every block that was put and compares the checksum as well, which is paid as traffic out of Azure.
   * Without it, each block is proven by the MD5 of its own write, and the seal compares how many were written.
   */
  readBack?: boolean;
  /** Names the disk in sentences, since its URL is a secret. */
  name?: string;
}

/**
 * Fills a managed disk that was made for an upload, behind the SAS URL that `beginGetAccess` grants for writing: Put Page with the MD5 of each
 * block (https://learn.microsoft.com/rest/api/storageservices/put-page), and at the seal the footer of a fixed VHD. Azure has no checksum over
 * a whole blob. Who made the disk ends the access when it is sealed.
 */
export function pageBlobSink(given: string | PageAccess, options: PageBlobSinkOptions): BlockSink {
  const access = accessOf(given);
  const send = sasRequests(access);
  const { size, name = 'the page blob', readBack = false, ...rest } = options;

  const write = async (offset: number, body: Uint8Array, what: string) => {
    const md5 = createHash('md5').update(body).digest('base64');
    const headers = {
      'x-ms-page-write': 'update',
      range: `bytes=${offset}-${offset + body.length - 1}`,
      'content-md5': md5,
      'content-type': 'application/octet-stream',
    };
    try {
      const answer = await send({ method: 'PUT', query: 'comp=page', headers, body });
      const stored = answer.headers['content-md5'];
      if (stored !== md5) throw corrupt(`Could not ${what}: Azure says that it stored ${stored}, but ${md5} was sent`);
    } catch (error) {
      throw translateStorageError(error, what);
    }
  };

  return {
    async put(index, bytes, sha256) {
      const what = `write block ${index} of ${name}`;
      if (!digestOf(bytes).equals(sha256)) throw corrupt(`Could not ${what}: the bytes do not match their SHA-256`);
      await write(index * BLOCK_BYTES, bytes, what);
    },

    async seal(changedBlocks, checksum) {
      const source = pageBlobSource(access, { size, name, ...rest });
      const whole = createHash('sha256');
      let count = 0;
      for await (const page of source.list()) {
        count += page.length;
        if (readBack) for (const block of page) whole.update((await source.get(block)).sha256);
      }
      if (count !== changedBlocks) {
        throw corrupt(`Could not seal ${name}: it has ${count} written blocks, but ${changedBlocks} were put`);
      }
      if (readBack && !whole.digest().equals(checksum)) {
        throw corrupt(`Could not seal ${name}: its ${count} blocks are not those that were put`);
      }
      await write(
        size,
        vhdFooter(size, digestOf(Buffer.from(new URL(access.url()).pathname))),
        `end ${name} with its footer`,
      );
    },
  };
}

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

const corrupt = (what: string) =>
  new KubeferryError('DataCorrupt', `${what}. Way out: start the clone again; the disk is removed by the roll-back.`);
