import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DiskFile, isDirectory, readExt4 } from '../../local/ext4/read-ext4.ts';
import { ROOT } from '../checkout.ts';
import type { BlockDevices } from './block-devices.ts';

export interface FilesProof {
  /** Names of the source. */
  compared: number;
  /** Those that are missing in the target, or other there, or in the target alone. */
  different: string[];
}

/** What a script noted of the source before any backup: mode, owner, size, time, digest of each name. */
interface Facts {
  mode: string;
  uid: number;
  gid: number;
  size: number;
  mtime: string;
  h: string;
}
const FACTS = join(ROOT, 'test/fixtures/repositories/tree.facts.jsonl');

/**
 * Reads the file system on the target's volume as a kernel would, and compares each name with the source of the backup, as far
 * as its tool keeps it: Kopia has no devices and no named pipes, which the plan has said.
 */
export async function proveFiles(ec2: BlockDevices, volumeId: string, tool: 'restic' | 'kopia'): Promise<FilesProof> {
  const expected = expectedFacts(tool);
  const different: string[] = [];
  const read = async (offset: number, length: number) => ec2.readVolume(volumeId, offset, length);
  const seen = new Set<string>();
  for await (const file of readExt4(read)) {
    if (file.path === 'lost+found') continue;
    seen.add(file.path);
    if (JSON.stringify(factsOf(file)) !== JSON.stringify(expected.get(file.path))) different.push(file.path);
  }
  return {
    compared: expected.size,
    different: [...different, ...[...expected.keys()].filter((path) => !seen.has(path))],
  };
}

/** Times have more digits than JavaScript reads of a number. */
function expectedFacts(tool: 'restic' | 'kopia'): Map<string, Facts> {
  const lines = readFileSync(FACTS, 'utf8')
    .replaceAll(/"mtime": (-?\d+)/g, '"mtime": "$1"')
    .trimEnd()
    .split('\n');
  const rows = lines.map((line) => JSON.parse(line) as [string, Facts]).filter(([path]) => path !== 'hard');
  const kept = tool === 'restic' ? rows : rows.filter(([, { mode }]) => KEPT_BY_KOPIA.test(mode));
  return new Map(kept.map(([path, { mode, uid, gid, size, mtime, h }]) => [path, { mode, uid, gid, size, mtime, h }]));
}

/** Files, folders and links, by the octal of their mode. */
const KEPT_BY_KOPIA = /^0o(10|4|12)\d{4}$/;

const TYPE = { mask: 0o170000, file: 0o100000, symlink: 0o120000 } as const;

function factsOf({ inode, contents }: DiskFile): Facts {
  const type = inode.mode & TYPE.mask;
  const digest = () => createHash('sha256').update(contents).digest('hex').slice(0, 16);
  return {
    mode: `0o${inode.mode.toString(8)}`,
    uid: inode.uid,
    gid: inode.gid,
    size: isDirectory(inode) ? 0 : inode.size,
    mtime: String(inode.modified),
    h: type === TYPE.file ? digest() : type === TYPE.symlink ? contents.toString('utf8') : '',
  };
}
