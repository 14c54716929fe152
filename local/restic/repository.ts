import { createHash, scryptSync } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { type SealingKey, seal, unseal } from './sealing.ts';

/** Where the files of a repository are, by their path below it. */
export interface RepositoryFiles {
  get(path: string): Promise<Buffer>;
  put(path: string, bytes: Buffer): Promise<void>;
  /** Paths that begin so. */
  list(prefix: string): Promise<string[]>;
}

type Kind = 'data' | 'tree';
interface Blob {
  id: string;
  type: Kind;
  offset: number;
  length: number;
  uncompressed_length: number;
}
interface Pack {
  parts: Buffer[];
  blobs: Blob[];
  length: number;
}

const PACK_BYTES = 16 * 2 ** 20;
/** Of a compressed blob in the header of a pack. */
const TYPE_BYTE: Record<Kind, number> = { data: 2, tree: 3 };
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const bytesOf = (base64: string) => Buffer.from(base64, 'base64');

/**
 * Writes into a repository of restic, format 2, as restic does (https://restic.readthedocs.io/en/stable/100_references.html#repository-format):
 * its stand-in on this machine. It shares no line with what kubeferry reads or begins repositories by.
 */
export class ResticRepository {
  readonly #files: RepositoryFiles;
  readonly #key: SealingKey;
  readonly #packs: Record<Kind, Pack> = { data: emptyPack(), tree: emptyPack() };
  readonly #index: { id: string; blobs: Blob[] }[] = [];
  readonly #known = new Set<string>();

  private constructor(files: RepositoryFiles, key: SealingKey) {
    this.#files = files;
    this.#key = key;
  }

  /** Throws where there is none, and for a wrong password. */
  static async open(files: RepositoryFiles, password: string): Promise<ResticRepository> {
    const [name] = await files.list('keys/');
    if (!name) throw new Error('Fatal: repository does not exist');
    const { N, r, p, salt, data } = JSON.parse((await files.get(name)).toString('utf8'));
    const derived = scryptSync(password, bytesOf(salt), 64, { N, r, p });
    const user = { encrypt: derived.subarray(0, 32), k: derived.subarray(32, 48), r: derived.subarray(48) };
    const { encrypt, mac } = JSON.parse(unseal(bytesOf(data), user).toString('utf8'));
    const key = { encrypt: bytesOf(encrypt), k: bytesOf(mac.k), r: bytesOf(mac.r) };
    const { version } = JSON.parse(unseal(await files.get('config'), key).toString('utf8'));
    if (version !== 2) throw new Error(`Fatal: repository has version ${version}`);
    return new ResticRepository(files, key);
  }

  /** Keeps bytes under their digest, each once. */
  async add(type: Kind, plain: Buffer): Promise<string> {
    const id = sha256(plain);
    if (this.#known.has(id)) return id;
    this.#known.add(id);
    const pack = this.#packs[type];
    const box = seal(zstdCompressSync(plain), this.#key);
    pack.blobs.push({ id, type, offset: pack.length, length: box.length, uncompressed_length: plain.length });
    pack.parts.push(box);
    pack.length += box.length;
    if (pack.length >= PACK_BYTES) await this.#close(type);
    return id;
  }

  /** A tree, by its names in order. */
  addTree(nodes: { name: string }[]): Promise<string> {
    const sorted = nodes.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
    return this.add('tree', Buffer.from(`${JSON.stringify({ nodes: sorted })}\n`));
  }

  async snapshot(snapshot: {
    time: string;
    tree: string;
    hostname: string;
    tags: string[];
    paths: string[];
    bytes: number;
  }) {
    await this.#close('data');
    await this.#close('tree');
    await this.#small('index', { packs: this.#index });
    const { bytes, ...said } = snapshot;
    await this.#small('snapshots', { ...said, summary: { total_bytes_processed: bytes } });
  }

  async #close(type: Kind): Promise<void> {
    const { parts, blobs } = this.#packs[type];
    if (blobs.length === 0) return;
    const header = seal(Buffer.concat(blobs.map(headerOf)), this.#key);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(header.length);
    const bytes = Buffer.concat([...parts, header, length]);
    const id = sha256(bytes);
    await this.#files.put(`data/${id.slice(0, 2)}/${id}`, bytes);
    this.#index.push({ id, blobs });
    this.#packs[type] = emptyPack();
  }

  async #small(kind: string, value: object): Promise<void> {
    const plain = Buffer.concat([Buffer.from([2]), zstdCompressSync(Buffer.from(JSON.stringify(value)))]);
    const box = seal(plain, this.#key);
    await this.#files.put(`${kind}/${sha256(box)}`, box);
  }
}

const emptyPack = (): Pack => ({ parts: [], blobs: [], length: 0 });

function headerOf({ id, type, length, uncompressed_length }: Blob): Buffer {
  const entry = Buffer.alloc(9);
  entry.writeUInt8(TYPE_BYTE[type]);
  entry.writeUInt32LE(length, 1);
  entry.writeUInt32LE(uncompressed_length, 5);
  return Buffer.concat([entry, Buffer.from(id, 'hex')]);
}
