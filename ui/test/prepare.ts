/** Before the tests of the page: its packages, a browser, and its types. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { currentUi, installUi } from '../../cli/ui/ui-files.ts';
import { CHROMIUM } from './chromium.ts';

if (!existsSync(CHROMIUM)) {
  process.stderr.write(
    `kubeferry: the tests of the page need Chromium, and there is none at ${CHROMIUM}. ` +
      'Install it (apt-get install -y chromium), or set CHROMIUM to the path of one.\n',
  );
  process.exit(1);
}
const tell = (text: string) => process.stderr.write(`${text}\n`);
// Its types are asked for, and the tests use packages of it, also where the page is built already.
installUi(tell);
const folder = currentUi(tell);
process.stderr.write(`The page is in ${folder}.\n`);
const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
for (const project of ['ui', 'ui/test'])
  execFileSync(process.execPath, [tsc, '--noEmit', '--project', project], { stdio: 'inherit' });
