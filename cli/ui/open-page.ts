import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInBrowser } from '../open-in-browser.ts';
import type { Ui } from './ui-server.ts';

/** By then a browser has read it. */
const READ_MS = 60_000;

/**
 * Opens the page without its token in the arguments of a program, which everybody on a machine may list: the browser gets a
 * file that its owner alone can read, and which leads there. The answer takes the file away; a minute does so as well.
 */
export function openPage(page: Pick<Ui, 'url'>): () => void {
  const folder = mkdtempSync(join(readablePlace(), 'kubeferry-page-'));
  const forget = () => rmSync(folder, { recursive: true, force: true });
  const file = join(folder, 'open.html');
  writeFileSync(file, leadingTo(page.url()), { mode: 0o600, flag: 'wx' });
  setTimeout(forget, READ_MS).unref();
  openInBrowser(file);
  return forget;
}

/** Browsers in a snap have another /tmp, and see what is not hidden of a home. */
const readablePlace = () => (existsSync('/snap') ? homedir() : tmpdir());

/** The address has letters, digits and `-_:/.#=&%` alone. */
const leadingTo = (url: string) =>
  `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>kubeferry</title>
<meta http-equiv="refresh" content="0; url=${url}"><a href="${url}">The page of kubeferry</a>
`;
