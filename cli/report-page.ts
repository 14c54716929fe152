import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../core/reporting/report.ts';
import { reportPage } from '../core/reporting/report-page.ts';
import { tell } from './say.ts';

/** The page of a report as the API answers it; one that was too long for an answer comes without its single objects. */
export const pageOf = (answer: object): string =>
  reportPage({ translations: [], results: [], ...answer } as unknown as Report);

const OPENERS: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Keeps the page where only its owner can read it, and says where, whether or not a browser comes up. */
export function openPage(answer: object, id: string): void {
  const file = join(mkdtempSync(join(tmpdir(), 'kubeferry-report-')), `${id}.html`);
  writeFileSync(file, pageOf(answer), { mode: 0o600 });
  tell(`${file}\n`);
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const browser = spawn(command, [...args, file], { detached: true, stdio: 'ignore' });
  browser.on('error', () => tell(`No browser could be started by ${command}; open that file yourself.\n`));
  browser.unref();
}
