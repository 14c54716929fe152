import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import { keysOf } from '../../core/base/run/keys.ts';

const REPORTS = 'kubeferry-reports';

/** Answers the path of the page. */
export async function saveReport(store: ObjectStore, cloneId: string): Promise<string> {
  const page = await store.get(keysOf(cloneId).reportPage);
  const content = page ?? 'The run ended before it could write a report.';
  try {
    return writeInto(resolve(REPORTS), cloneId, content);
  } catch {
    // The current folder may be read-only: that is no reason to lose what was proven.
    return writeInto(join(tmpdir(), REPORTS), cloneId, content);
  }
}

function writeInto(folder: string, cloneId: string, content: string | Uint8Array): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${cloneId}.html`);
  writeFileSync(path, content);
  return path;
}
