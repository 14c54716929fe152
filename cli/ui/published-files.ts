import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { FOR_EVER, NO_STORE } from './headers.ts';
import { TYPES } from './static-files.ts';

export interface PublishedFile {
  key: string;
  body: Buffer;
  contentType: string;
  cacheControl: string;
}

const PAGE = 'index.html';

/** The files of the built page, for a bucket: the page itself last, so that whatever it asks for is there. */
export function publishedFiles(folder: string, settings: string): PublishedFile[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  return names
    .filter((name) => TYPES[extname(name)])
    .toSorted((a, b) => Number(a === PAGE) - Number(b === PAGE))
    .map((key) => {
      const body = readFileSync(join(folder, key));
      return {
        key,
        body: key === PAGE ? Buffer.from(withSettings(body.toString('utf8'), settings)) : body,
        contentType: TYPES[extname(key)] ?? '',
        cacheControl: (key.startsWith('assets/') ? FOR_EVER : NO_STORE)['cache-control'],
      };
    });
}

/** As an attribute, since the policy of the page lets no script stand in it. */
function withSettings(page: string, settings: string): string {
  const escaped = settings.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const root = '<div id="root">';
  if (!page.includes(root)) throw new Error(`The built page has no ${root}.`);
  return page.replace(root, () => `<div id="root" data-hosted="${escaped}">`);
}
