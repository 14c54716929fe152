import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { FOR_EVER, NO_STORE } from './headers.ts';

export interface StaticFile {
  headers: Record<string, string>;
  body: Buffer;
}

export const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** All files of the built page by their path, read once: no path leads to any other file. */
export function readStaticFiles(folder: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = TYPES[extname(name)];
    if (!type) continue;
    const path = `/${name.replaceAll('\\', '/')}`;
    const kept = path.startsWith('/assets/') ? FOR_EVER : NO_STORE;
    const body = gzipSync(readFileSync(join(folder, name)));
    files.set(path, { headers: { 'content-type': type, 'content-encoding': 'gzip', ...kept }, body });
  }
  const page = files.get('/index.html');
  if (page) files.set('/', page);
  return files;
}
