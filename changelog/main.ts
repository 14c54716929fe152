/**
 * `npm run changelog` writes CHANGELOG.md from the files of this folder; `npm run changelog -- 0.2.0 2026-12-31` makes
 * a release of what is unreleased first.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileChangelog, readChange } from './compile.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const unreleased = join(here, 'unreleased');
const [version, date] = process.argv.slice(2);

if (version !== undefined) release(version, date);
const folders = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const releases = folders.map(({ name }) => ({
  name,
  changes: readdirSync(join(here, name)).map((file) => readChange(readFileSync(join(here, name, file), 'utf8'))),
}));
writeFileSync(join(here, '..', 'CHANGELOG.md'), compileChangelog(releases.filter(({ changes }) => changes.length > 0)));

function release(version: string, date = ''): void {
  if (!/^\d+\.\d+\.\d+$/.test(version) || !/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    process.stderr.write(
      'npm run changelog -- <version> <yyyy-mm-dd>, for example: npm run changelog -- 0.2.0 2026-12-31\n',
    );
    process.exit(2);
  }
  renameSync(unreleased, join(here, `${version}_${date}`));
  mkdirSync(unreleased);
}
