// Installs what the lock file names when the install is missing or older than the lock.
// It runs on the machine's own Node (20 or newer): everything after it runs on the Node 24 that it installs.
import { execFileSync } from 'node:child_process';
import { existsSync, statSync, utimesSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (name) => fileURLToPath(new URL(name, import.meta.url));
const mark = at('node_modules/.package-lock.json');
const isFresh = existsSync(mark) && statSync(mark).mtimeMs >= statSync(at('package-lock.json')).mtimeMs;

if (!isFresh) {
  console.error('kubeferry: installing the packages of package-lock.json (about a minute, once)');
  // npm's warnings are about packages that want the Node 24 which it is just installing. What it prints goes to
  // standard error, so that `--json` output stays one document.
  try {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], {
      cwd: at('.'),
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    });
  } catch {
    console.error(
      'kubeferry: npm ci failed; the reason stands above. Nothing was started: correct it and run this again.',
    );
    process.exit(1);
  }
  const now = new Date();
  utimesSync(mark, now, now);
}
