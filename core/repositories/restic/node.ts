import type { Entry, EntryKind } from '../../base/ports/file-repository.ts';
import { nanosecondsOf, permissionsOf } from '../go-file-mode.ts';
import { nameOf } from './quoted-name.ts';

/** One of a tree's nodes (https://github.com/restic/restic/blob/master/internal/data/node.go); more than we read. */
export interface Node {
  name: string;
  type: string;
  mode?: number;
  mtime: string;
  atime: string;
  ctime: string;
  uid?: number;
  gid?: number;
  /** Text where it is too large for a number. */
  inode?: number | string;
  device_id?: number | string;
  size?: number;
  links?: number;
  linktarget?: string;
  /** Base64, where the target is not UTF-8. */
  linktarget_raw?: string;
  extended_attributes?: { name: string; value?: string | null }[];
  /** st_rdev. */
  device?: number;
  content?: string[] | null;
  subtree?: string;
}

const KINDS: Record<string, EntryKind> = {
  file: 'file',
  dir: 'directory',
  symlink: 'symlink',
  dev: 'block-device',
  chardev: 'character-device',
  fifo: 'fifo',
  socket: 'socket',
};

/** Undefined for a node that restic itself restores as nothing: type `irregular`, or one that it does not know. */
export function entryOf(node: Node, depth: number): Entry | undefined {
  const kind = KINDS[node.type];
  if (!kind) return undefined;
  return {
    depth,
    name: nameOf(node.name),
    kind,
    permissions: permissionsOf(node.mode ?? 0),
    uid: node.uid ?? 0,
    gid: node.gid ?? 0,
    accessed: nanosecondsOf(node.atime),
    modified: nanosecondsOf(node.mtime),
    changed: nanosecondsOf(node.ctime),
    size: kind === 'file' ? (node.size ?? 0) : 0,
    pieces: (kind === 'file' && node.content) || [],
    xattrs: (node.extended_attributes ?? []).map(({ name, value }) => ({
      name,
      value: Buffer.from(value ?? '', 'base64'),
    })),
    ...(kind === 'symlink' ? { target: targetOf(node) } : {}),
    ...(kind.endsWith('-device') ? { device: deviceOf(node.device ?? 0) } : {}),
    ...(kind !== 'directory' && (node.links ?? 1) > 1 ? { sameAs: `${node.device_id}:${node.inode}` } : {}),
  };
}

const targetOf = ({ linktarget_raw: raw, linktarget = '' }: Node) =>
  raw === undefined ? Buffer.from(linktarget, 'utf8') : Buffer.from(raw, 'base64');

/** As glibc's makedev(3) packs them, in 64 bits of which JavaScript reads 53: majors beyond 12 bits do not occur on Linux. */
const deviceOf = (device: number) => ({
  major: (device >>> 8) & 0xfff,
  minor: (device & 0xff) | ((device >>> 12) & 0xfff00),
});

/** Nodes of a tree. Inodes may need more than the 53 bits of a number, and are then read as text: they are only compared. */
export function nodesOf(tree: Uint8Array): Node[] {
  const text = Buffer.from(tree.buffer, tree.byteOffset, tree.length).toString('utf8');
  const safe = text.replaceAll(/"(inode|device_id)":(\d{16,})/g, '"$1":"$2"');
  return (JSON.parse(safe) as { nodes: Node[] | null }).nodes ?? [];
}
