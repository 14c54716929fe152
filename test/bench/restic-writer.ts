/**
 * A repository of restic, format 2, as large as a bench wants it: one blob for each file, packs of 16 MiB. For reading only:
 * the blobs of packs have no MAC, which restic itself would look at.
 */
import { createCipheriv, createHash, randomBytes, scryptSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { poly1305 } from '../../core/repositories/restic/poly1305.ts';

const PACK_BYTES = 16 * 2 ** 20;
const FILES_OF_FOLDER = 1_000;
const TIME = '2026-11-30T08:00:00.123456789Z';
const OWNED = { mode: 0o644, mtime: TIME, atime: TIME, ctime: TIME, uid: 999, gid: 998 };

interface Key {
  encrypt: Buffer;
  k: Buffer;
  r: Buffer;
}
interface Blob {
  id: string;
  type: 'data' | 'tree';
  offset: number;
  length: number;
  uncompressed_length: number;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const newKey = (): Key => ({ encrypt: randomBytes(32), k: randomBytes(16), r: randomBytes(16) });

/** So many files of so many bytes in all, in folders of a thousand. */
export function writeRepository(
  folder: string,
  password: string,
  { files, bytes }: { files: number; bytes: number },
): void {
  const writer = new Writer(folder, password);
  const size = Math.floor(bytes / files);
  const folders: object[] = [];
  for (let first = 0; first < files; first += FILES_OF_FOLDER) {
    const count = Math.min(FILES_OF_FOLDER, files - first);
    const nodes = Array.from({ length: count }, (_, at) => {
      // Half of it is chance, so that it packs as text does.
      const content = writer.blob('data', Buffer.from(randomBytes(size / 2).toString('hex')));
      const name = `file-with-a-name-${first + at}`;
      return { ...OWNED, name, type: 'file', size: 2 * Math.floor(size / 2), content: [content] };
    });
    const subtree = writer.tree(nodes);
    folders.push({ ...OWNED, mode: 0x80000000 + 0o755, name: `folder-${first}`, type: 'dir', subtree });
  }
  writer.snapshot(writer.tree(folders), bytes);
}

class Writer {
  readonly #folder: string;
  readonly #key = newKey();
  readonly #packs: Record<Blob['type'], { parts: Buffer[]; blobs: Blob[]; length: number }> = {
    data: { parts: [], blobs: [], length: 0 },
    tree: { parts: [], blobs: [], length: 0 },
  };
  readonly #index: { id: string; blobs: Blob[] }[] = [];

  constructor(folder: string, password: string) {
    this.#folder = folder;
    const salt = randomBytes(64);
    const kdf = { N: 1_024, r: 8, p: 1 };
    const derived = scryptSync(password, salt, 64, kdf);
    const user = { encrypt: derived.subarray(0, 32), k: derived.subarray(32, 48), r: derived.subarray(48) };
    const mac = { k: this.#key.k.toString('base64'), r: this.#key.r.toString('base64') };
    const master = JSON.stringify({ encrypt: this.#key.encrypt.toString('base64'), mac });
    const data = seal(Buffer.from(master), user).toString('base64');
    this.#named('keys', Buffer.from(JSON.stringify({ kdf: 'scrypt', ...kdf, salt: salt.toString('base64'), data })));
    this.#write('config', seal(Buffer.from(JSON.stringify({ version: 2 })), this.#key));
  }

  blob(type: Blob['type'], plain: Buffer): string {
    const pack = this.#packs[type];
    const id = sha256(plain);
    const box = Buffer.concat([encrypted(zstdCompressSync(plain), this.#key), Buffer.alloc(16)]);
    pack.blobs.push({ id, type, offset: pack.length, length: box.length, uncompressed_length: plain.length });
    pack.parts.push(box);
    pack.length += box.length;
    if (pack.length >= PACK_BYTES) this.#closePack(type);
    return id;
  }

  tree(nodes: object[]): string {
    return this.blob('tree', Buffer.from(`${JSON.stringify({ nodes })}\n`));
  }

  snapshot(tree: string, total: number): void {
    this.#closePack('data');
    this.#closePack('tree');
    for (let at = 0; at < this.#index.length; at += 16) this.#small('index', { packs: this.#index.slice(at, at + 16) });
    const summary = { total_bytes_processed: total };
    this.#small('snapshots', { time: TIME, tree, hostname: 'bench', paths: ['/data'], summary });
  }

  #closePack(type: Blob['type']): void {
    const { parts, blobs } = this.#packs[type];
    const bytes = Buffer.concat(parts);
    const id = sha256(bytes);
    this.#write(`data/${id.slice(0, 2)}/${id}`, bytes);
    this.#index.push({ id, blobs });
    this.#packs[type] = { parts: [], blobs: [], length: 0 };
  }

  #small(kind: string, value: object): void {
    const plain = Buffer.concat([Buffer.from([2]), zstdCompressSync(Buffer.from(JSON.stringify(value)))]);
    this.#named(kind, seal(plain, this.#key));
  }

  #named(kind: string, bytes: Buffer): void {
    this.#write(`${kind}/${sha256(bytes)}`, bytes);
  }

  #write(path: string, bytes: Buffer): void {
    mkdirSync(dirname(join(this.#folder, path)), { recursive: true });
    writeFileSync(join(this.#folder, path), bytes);
  }
}

function encrypted(plain: Buffer, { encrypt }: Key): Buffer {
  const nonce = randomBytes(16);
  return Buffer.concat([nonce, createCipheriv('aes-256-ctr', encrypt, nonce).update(plain)]);
}

function seal(plain: Buffer, key: Key): Buffer {
  const box = encrypted(plain, key);
  const nonce = createCipheriv('aes-128-ecb', key.k, null).setAutoPadding(false).update(box.subarray(0, 16));
  return Buffer.concat([box, poly1305(box.subarray(16), key.r, nonce)]);
}
