import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../core/reporting/report.ts';
import { reportPage } from '../core/reporting/report-page.ts';
import type { FilesView } from '../core/serve/api/file-schemas.ts';
import type { Client } from './api/client.ts';
import { runPath } from './api/follow.ts';
import { CommandEnd } from './exit-codes.ts';
import { openInBrowser } from './open-in-browser.ts';
import { tell } from './say.ts';

type Answer = { complete?: boolean | undefined };

/** The page of a report as the API answers it. Of one that is too long for an answer, the one that the run has written. */
export async function pageOf(client: Client, route: string, id: string, answer: Answer): Promise<string> {
  const whole = answer.complete ? undefined : await written(client, route, id);
  // Where that cannot be had, the page comes without its single objects.
  return whole ?? reportPage({ translations: [], results: [], ...answer } as unknown as Report);
}

async function written(client: Client, route: string, id: string): Promise<string | undefined> {
  try {
    const { files } = await client.send<FilesView>({ method: 'GET', path: `${runPath(route, id)}/files` });
    const page = files.find(({ name }) => name === 'report.html');
    const got = page && (await fetch(page.url));
    return got?.ok ? await got.text() : undefined;
  } catch (error) {
    if (error instanceof CommandEnd || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Keeps the page where only its owner can read it, and says where, whether or not a browser comes up. */
export function openPage(page: string, id: string): void {
  const file = join(mkdtempSync(join(tmpdir(), 'kubeferry-report-')), `${id}.html`);
  writeFileSync(file, page, { mode: 0o600 });
  tell(`${file}\n`);
  openInBrowser(file);
}
