import { KubeferryError } from '../../base/errors.ts';
import type { Piece } from '../../base/ports/file-repository.ts';

/** A content as one index blob has it; another may have it again. */
export interface Indexed {
  piece: Piece;
  /** Seconds since the epoch: the newest says where it is, or that it is gone. */
  at: number;
  deleted: boolean;
}

const VERSION = 2;
const HEAD_BYTES = 17;
const PACK_BYTES = 5;
const FORMAT_BYTES = 6;
const DELETED = 31;

/** The parts of a blob, as its head says where they are. */
interface Layout {
  keyBytes: number;
  stride: number;
  count: number;
  packsAt: number;
  formatsAt: number;
  formats: number;
  since: number;
}

/**
 * Contents of an index blob of version 2 (repo/content/index/index_v2.go of Kopia), all big-endian. Throws InvalidRequest
 * for another version.
 */
export function* readIndexBlob(bytes: Buffer): Generator<Indexed> {
  if (bytes[0] !== VERSION) throw otherVersion(bytes[0] ?? 0);
  const layout = layoutOf(bytes);
  for (let at = 0; at < layout.count; at++) {
    const start = HEAD_BYTES + at * layout.stride;
    yield entryOf(bytes, bytes.subarray(start, start + layout.stride), layout);
  }
}

function layoutOf(bytes: Buffer): Layout {
  const keyBytes = bytes.readUInt8(1);
  const stride = keyBytes + bytes.readUInt16BE(2);
  const count = bytes.readUInt32BE(4);
  const packsAt = HEAD_BYTES + count * stride;
  const formatsAt = packsAt + bytes.readUInt32BE(8) * PACK_BYTES;
  return { keyBytes, stride, count, packsAt, formatsAt, formats: bytes.readUInt8(12), since: bytes.readUInt32BE(13) };
}

function entryOf(bytes: Buffer, entry: Buffer, layout: Layout): Indexed {
  const value = entry.subarray(layout.keyBytes);
  const place = value.readUInt32BE(4);
  const high = value.length > 18 ? value.readUInt8(18) : 0;
  const pack = value.readUInt16BE(14) + (value.length > 17 ? value.readUInt8(17) * 65_536 : 0);
  return {
    piece: {
      id: idOf(entry.subarray(0, layout.keyBytes)),
      pack: packOf(bytes, layout, pack),
      offset: place & 0x7fffffff,
      length: value.readUIntBE(11, 3) + (high & 15) * 2 ** 24,
      plain: value.readUIntBE(8, 3) + (high >> 4) * 2 ** 24,
      codec: codecOf(bytes, layout, value.length > 16 ? value.readUInt8(16) : 0),
    },
    at: layout.since + value.readUInt32BE(0),
    deleted: place >>> DELETED === 1,
  };
}

/** A letter for what is no file's, then the hash. */
const idOf = (key: Buffer) => (key[0] ? String.fromCharCode(key[0]) : '') + key.toString('hex', 1);

function packOf(bytes: Buffer, { packsAt }: Layout, number: number): string {
  const row = packsAt + PACK_BYTES * number;
  const start = bytes.readUInt32BE(row + 1);
  return bytes.toString('latin1', start, start + bytes.readUInt8(row));
}

function codecOf(bytes: Buffer, { formats, formatsAt }: Layout, number: number): number {
  return number < formats ? bytes.readUInt32BE(formatsAt + number * FORMAT_BYTES) : 0;
}

const otherVersion = (version: number) =>
  new KubeferryError(
    'InvalidRequest',
    `An index of the Kopia repository has version ${version}; this version of kubeferry reads ${VERSION}. ` +
      'Way out: "kopia repository upgrade" brings a repository to the form of today.',
  );
