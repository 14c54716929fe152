import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../core/reporting/report.ts';
import { reportPage } from '../core/reporting/report-page.ts';
import { openInBrowser } from './open-in-browser.ts';
import { tell } from './say.ts';

/** The page of a report as the API answers it; one that was too long for an answer comes without its single objects. */
export const pageOf = (answer: object): string =>
  reportPage({ translations: [], results: [], ...answer } as unknown as Report);

/** Keeps the page where only its owner can read it, and says where, whether or not a browser comes up. */
export function openPage(answer: object, id: string): void {
  const file = join(mkdtempSync(join(tmpdir(), 'kubeferry-report-')), `${id}.html`);
  writeFileSync(file, pageOf(answer), { mode: 0o600 });
  tell(`${file}\n`);
  openInBrowser(file, 'file');
}
