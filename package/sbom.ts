/**
 * `npm run sbom`: a bill of materials of what is shipped, that is of the packages that esbuild takes into the functions and
 * into the command. The tools of a checkout are not in it.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Bill, billOf, bundledPackages } from './shipped.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const handlers = readdirSync(new URL('../lambdas', import.meta.url))
  .filter((name) => !name.startsWith('_'))
  .map((name) => `lambdas/${name}/handler.ts`);
const all = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
});
const shipped = bundledPackages(root, [...handlers, 'cli/main.ts']);
process.stdout.write(`${JSON.stringify(billOf(JSON.parse(all) as Bill, shipped), null, 2)}\n`);
