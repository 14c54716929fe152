/** What a file system has under a name, in the words of POSIX. */
export type EntryKind = 'file' | 'directory' | 'symlink' | 'character-device' | 'block-device' | 'fifo' | 'socket';

export interface Xattr {
  /** With its namespace: `user.comment`, `system.posix_acl_access`. */
  name: string;
  /** As getxattr(2) returns it: an ACL is in its version 2. */
  value: Uint8Array;
}

/** One name of a backed up tree. */
export interface Entry {
  /** 0 for the root; what is in a directory follows it, one deeper, and each of it is followed by its own. */
  depth: number;
  /** The bytes of the name, which need not be UTF-8; empty for the root. */
  name: Uint8Array;
  kind: EntryKind;
  /** The twelve lowest bits of st_mode: setuid, setgid, sticky, and three times rwx. */
  permissions: number;
  uid: number;
  gid: number;
  /** Nanoseconds since the epoch; before it they are negative. */
  accessed: bigint;
  modified: bigint;
  changed: bigint;
  /** Bytes of a file; 0 for all else. */
  size: number;
  /** Ids of the pieces that a file is made of, in order. */
  pieces: string[];
  /** Of a symbolic link. */
  target?: Uint8Array;
  /** Of a device. */
  device?: { major: number; minor: number };
  xattrs: Xattr[];
  /** Names with the same are one file: hard links. */
  sameAs?: string;
}

/** Where a piece lies, as far as reading it takes: without the key. */
export interface Piece {
  /** As the repository calls it; names what the piece holds. */
  id: string;
  /** Key of the blob that it lies in. */
  pack: string;
  offset: number;
  /** Bytes in the pack. */
  length: number;
  /** Bytes that it holds. */
  plain: number;
  /** How the plain bytes are packed, in the repository's own numbers; 0 is not at all. */
  codec: number;
}

/** Where pieces lie, by their ids; a Map is one. */
export interface Places {
  get(id: string): Piece | undefined;
  values(): Iterable<Piece>;
}

/** Which snapshot of a repository is meant: the newest that has all that is named. */
export interface SnapshotWish {
  /** An id, or the beginning of one; without it the newest. */
  snapshot?: string;
  host?: string;
  tag?: string;
  /** One of the paths that the snapshot was taken of; its tree becomes the root. */
  path?: string;
}

export interface FoundSnapshot {
  id: string;
  /** ISO 8601. */
  time: string;
  host: string;
  /** What was backed up. */
  paths: string[];
  /** For `walk`, in the repository's own words. */
  root: string;
  /** What the source had and the snapshot does not, such as "extended attributes". */
  losses: string[];
  /** Of all its files, where the tool has counted them and the whole snapshot is meant. */
  bytes?: number;
}

/** Turns what lies in a pack into the piece's bytes. Holds the repository's key, and reads nothing. */
export interface PieceOpener {
  /** `packed` are the piece's `length` bytes of its pack. Throws DataCorrupt, with pack and piece, when they do not prove to be it. */
  open(piece: Piece, packed: Uint8Array): Uint8Array;
}

/** A repository of backed up files, read only: nothing in it is locked, so that what its own tool removes meanwhile is NotFound. */
export interface FileRepository extends PieceOpener {
  /** Throws NotFound with what there is instead. */
  find(wish: SnapshotWish): Promise<FoundSnapshot>;
  /** Depth first, in the order of the repository. */
  walk(root: string): AsyncIterable<Entry>;
  /** In one pass over the index, of which only what is asked for stays. Throws NotFound for an id that is not in it. */
  locate(ids: Iterable<string>): Promise<Places>;
}
