/** A process that lays out a tree of many small files, as the function does it, and answers what that took. */

import type { Entry, FileRepository, Piece } from '../../core/base/ports/file-repository.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { type FilesVolume, layOutImage } from '../../core/execute/images/lay-out-image.ts';
import { locateIn } from '../../core/repositories/locate.ts';
import { memoryObjectStore } from '../memory/object-store.ts';

export interface LayoutJob {
  files: number;
}
export interface LayoutResult {
  seconds: number;
  peakRssBytes: number;
}

const FILES_OF_FOLDER = 1_000;
const FILE_BYTES = 4_000;
const PACK_BYTES = 16 * 2 ** 20;

process.on('message', async ({ files }: LayoutJob) => {
  const start = performance.now();
  const clone = { cloneId: 'bench', startedAt: '2026-11-30T08:00:00.000Z' } as Clone;
  const sizeGiB = Math.ceil((files * 8_192) / 2 ** 30) + 1;
  const volume = { claim: 'shop/files', sizeGiB, origin: { kind: 'files', snapshotId: 'latest' } } as FilesVolume;
  // The records go to S3: what they hold is not in the memory of a function.
  const store = { ...memoryObjectStore(), put: async () => {} };
  await layOutImage(repositoryOf(files), store, clone, volume);
  const result: LayoutResult = {
    seconds: (performance.now() - start) / 1_000,
    peakRssBytes: process.resourceUsage().maxRSS * 1_024,
  };
  process.send?.(result);
});
process.on('disconnect', () => process.exit());

/** As many files, each of one piece of its own, in folders of a thousand. */
function repositoryOf(files: number): FileRepository {
  return {
    find: async () => ({ id: 'latest', time: '', host: '', paths: [], root: '', losses: [] }),
    async *walk() {
      yield entry(0, '', 'directory');
      for (let at = 0; at < files; at++) {
        if (at % FILES_OF_FOLDER === 0) yield entry(1, `folder-${at}`, 'directory');
        yield { ...entry(2, `file-with-a-name-${at}`, 'file'), size: FILE_BYTES, pieces: [idOf(at)] };
      }
    },
    locate: (ids) => locateIn(index(files), ids),
    open: () => {
      throw new Error('A layout reads no pieces.');
    },
  };
}

async function* index(files: number): AsyncGenerator<Piece> {
  for (let at = 0; at < files; at++)
    yield { id: idOf(at), ...placeOf(at), length: FILE_BYTES, plain: FILE_BYTES, codec: 0 };
}

const idOf = (at: number) => at.toString(16).padStart(64, '0');

const packs: string[] = [];

/** As an index has them: all pieces of a pack share its name. */
function placeOf(number: number) {
  const at = number * FILE_BYTES;
  const pack = Math.floor(at / PACK_BYTES);
  packs[pack] ??= `data/${idOf(pack)}`;
  return { pack: packs[pack], offset: at % PACK_BYTES };
}

const entry = (depth: number, name: string, kind: Entry['kind']): Entry => ({
  depth,
  name: Buffer.from(name),
  kind,
  permissions: 0o644,
  uid: 999,
  gid: 998,
  accessed: 1_764_489_600_000_000_000n,
  modified: 1_764_489_600_000_000_000n,
  changed: 1_764_489_600_000_000_000n,
  size: 0,
  pieces: [],
  xattrs: [],
});
