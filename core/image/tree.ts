import { bytes8, numbers16, numbers32, numbers53, Strings, times64 } from '../base/columns/column.ts';
import { Ids } from '../base/columns/ids.ts';
import type { Entry, EntryKind, Xattr } from '../base/ports/file-repository.ts';
import { checkName } from './check-name.ts';

const KINDS: readonly EntryKind[] = [
  'file',
  'directory',
  'symlink',
  'character-device',
  'block-device',
  'fifo',
  'socket',
];

/** ext4's first second, as the kernel takes earlier times for it; and the last nanosecond of 64 bits, in the year 2262. */
const EARLIEST = -(2n ** 31n) * 1_000_000_000n;
const LATEST = 2n ** 63n - 1n;
const within = (time: bigint) => (time < EARLIEST ? EARLIEST : time > LATEST ? LATEST : time);

/** No entry: the root has number 0, and is nobody's child or sibling. */
const NONE = 0;

/**
 * A whole tree in columns, so that a million entries take some 150 MB instead of a gigabyte of objects. Entries are
 * numbered as they came, depth first; the root is 0.
 */
export class Tree {
  readonly #kind = bytes8();
  readonly #permissions = numbers16();
  readonly #uid = numbers32();
  readonly #gid = numbers32();
  readonly #times = times64();
  readonly #size = numbers53();
  readonly #names = new Strings();
  readonly #parent = numbers32();
  readonly #firstChild = numbers32();
  readonly #lastChild = numbers32();
  readonly #next = numbers32();
  readonly #same = numbers32();
  readonly #firstPiece = numbers32();
  readonly #pieces = numbers32();
  readonly #pieceIds = new Ids();
  readonly #rare = new Map<number, Pick<Entry, 'target' | 'device' | 'xattrs'>>();
  readonly #links = new Map<string, number>();
  readonly #nameCounts = new Map<number, number>();
  /** The directories down to the last entry. */
  readonly #path: number[] = [];

  get length(): number {
    return this.#kind.length;
  }

  /** Throws DataCorrupt for a name that no directory can have. */
  add(entry: Entry): number {
    if (entry.depth > 0) checkName(entry.name, () => this.path(this.#path[entry.depth - 1] ?? 0));
    const number = this.#kind.push(KINDS.indexOf(entry.kind));
    this.#permissions.push(entry.permissions);
    this.#uid.push(entry.uid);
    this.#gid.push(entry.gid);
    for (const time of [entry.accessed, entry.modified, entry.changed]) this.#times.push(within(time));
    this.#size.push(entry.size);
    this.#names.push(entry.name);
    this.#hang(number, entry.depth);
    this.#same.push(this.#sameAs(number, entry.sameAs));
    this.#firstPiece.push(this.#pieces.length);
    for (const id of entry.pieces) this.#pieces.push(this.#pieceIds.add(id));
    const { target, device, xattrs } = entry;
    if (target || device || xattrs.length > 0) this.#rare.set(number, { target, device, xattrs });
    return number;
  }

  /** Drops what is only needed to add entries: a tenth of the whole. */
  close(): void {
    this.#links.clear();
  }

  kind = (entry: number): EntryKind => KINDS[this.#kind.at(entry)]!;
  permissions = (entry: number): number => this.#permissions.at(entry);
  uid = (entry: number): number => this.#uid.at(entry);
  gid = (entry: number): number => this.#gid.at(entry);
  accessed = (entry: number): bigint => this.#times.at(3 * entry);
  modified = (entry: number): bigint => this.#times.at(3 * entry + 1);
  changed = (entry: number): bigint => this.#times.at(3 * entry + 2);
  size = (entry: number): number => this.#size.at(entry);
  name = (entry: number): Buffer => this.#names.at(entry);
  parent = (entry: number): number => this.#parent.at(entry);
  target = (entry: number): Uint8Array => this.#rare.get(entry)?.target ?? new Uint8Array();
  device = (entry: number) => this.#rare.get(entry)?.device ?? { major: 0, minor: 0 };
  xattrs = (entry: number): Xattr[] => this.#rare.get(entry)?.xattrs ?? [];
  /** The first entry that is the same file; itself when it has no other name before it. */
  first = (entry: number): number => this.#same.at(entry);
  /** How many names the file of a first entry has. */
  names = (entry: number): number => this.#nameCounts.get(entry) ?? 1;

  *children(entry: number): Generator<number> {
    for (let child = this.#firstChild.at(entry); child !== NONE; child = this.#next.at(child)) yield child;
  }

  /** Numbers of the pieces of a file, in order. */
  *pieces(entry: number): Generator<number> {
    const end = entry + 1 < this.length ? this.#firstPiece.at(entry + 1) : this.#pieces.length;
    for (let at = this.#firstPiece.at(entry); at < end; at++) yield this.#pieces.at(at);
  }

  pieceId = (piece: number): string => this.#pieceIds.at(piece);

  /** Each once, in the order of their numbers. */
  get pieceIds(): Iterable<string> {
    return this.#pieceIds;
  }

  /** From the root, with slashes; for messages. */
  path(entry: number): string {
    const names: string[] = [];
    for (let at = entry; at !== 0; at = this.parent(at)) names.unshift(this.name(at).toString('utf8'));
    return names.join('/');
  }

  #hang(number: number, depth: number): void {
    const parent = depth === 0 ? NONE : this.#path[depth - 1]!;
    this.#path.length = depth;
    this.#path.push(number);
    this.#parent.push(parent);
    for (const column of [this.#firstChild, this.#lastChild, this.#next]) column.push(NONE);
    if (depth === 0) return;
    const last = this.#lastChild.at(parent);
    if (last === NONE) this.#firstChild.set(parent, number);
    else this.#next.set(last, number);
    this.#lastChild.set(parent, number);
  }

  #sameAs(number: number, key: string | undefined): number {
    if (key === undefined) return number;
    const first = this.#links.get(key) ?? number;
    this.#links.set(key, first);
    this.#nameCounts.set(first, first === number ? 1 : this.names(first) + 1);
    return first;
  }
}

/** All entries of a walk. */
export async function treeOf(entries: AsyncIterable<Entry>): Promise<Tree> {
  const tree = new Tree();
  for await (const entry of entries) tree.add(entry);
  tree.close();
  return tree;
}
