import { KubeferryError } from '../../base/errors.ts';
import type { Piece } from '../../base/ports/file-repository.ts';

/** A content as one index blob has it; another may have it again. */
export interface Indexed {
  piece: Piece;
  /** Seconds since the epoch: the newest says where it is, or that it is gone. */
  at: number;
  deleted: boolean;
}

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

/** Contents of an index blob (repo/content/index of Kopia), all big-endian. Throws InvalidRequest for a version that is not read. */
export function readIndexBlob(bytes: Buffer): Generator<Indexed> {
  const [version = 0] = bytes;
  if (version === 2) return readSecond(bytes);
  if (version === 1) return readFirst(bytes);
  throw otherVersion(version);
}

const FIRST_HEAD_BYTES = 8;
/** What AES-256-GCM adds to the bytes of a content. */
const SEAL_BYTES = 28;

/** As Kopia wrote them before 2022, and as they stay after an upgrade (index_v1.go): a content is as long as its pack says, and not packed. */
function* readFirst(bytes: Buffer): Generator<Indexed> {
  const keyBytes = bytes.readUInt8(1);
  const stride = keyBytes + bytes.readUInt16BE(2);
  for (let at = 0; at < bytes.readUInt32BE(4); at++) {
    const entry = bytes.subarray(FIRST_HEAD_BYTES + at * stride, FIRST_HEAD_BYTES + (at + 1) * stride);
    const value = entry.subarray(keyBytes);
    const packAt = value.readUInt32BE(8);
    const place = value.readUInt32BE(12);
    const length = value.readUInt32BE(16);
    yield {
      piece: {
        id: idOf(entry.subarray(0, keyBytes)),
        pack: bytes.toString('latin1', packAt, packAt + value.readUInt8(7)),
        offset: place & 0x7fffffff,
        length,
        plain: length - SEAL_BYTES,
        codec: 0,
      },
      at: value.readUIntBE(0, 6),
      deleted: place >>> DELETED === 1,
    };
  }
}

function* readSecond(bytes: Buffer): Generator<Indexed> {
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
    `An index of the Kopia repository has version ${version}; this version of kubeferry reads 1 and 2. ` +
      'Way out: restore this claim with kopia itself, or back it up into a new repository.',
  );
