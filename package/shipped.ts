import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { OF_THE_CHECKOUT } from './build-command.ts';

/** A CycloneDX document, as far as it is read here (https://cyclonedx.org/docs/1.5/json/). */
export interface Bill {
  components: { 'bom-ref': string; name: string; version: string }[];
  dependencies: { ref: string; dependsOn?: string[] }[];
}

/** `name@version` of each package that a bundle of these entry points has something of. */
export function bundledPackages(root: string, entryPoints: string[]): Set<string> {
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints,
    outdir: 'build/sbom',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    inject: ['package/older-node.ts'],
    mainFields: ['module', 'main'],
    external: OF_THE_CHECKOUT,
    logLevel: 'error',
  });
  const folders = Object.keys(metafile.inputs).map((path) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  return new Set([...new Set(folders)].flatMap((folder) => (folder ? [nameOf(join(root, folder))] : [])));
}

function nameOf(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${name}@${version}`;
}

/** Of a bill of everything, what is shipped. */
export function billOf<B extends Bill>(bill: B, shipped: ReadonlySet<string>): B {
  const components = bill.components.filter(({ name, version }) => shipped.has(`${name}@${version}`));
  const refs = new Set(components.map((component) => component['bom-ref']));
  const dependencies = bill.dependencies
    .filter(({ ref }) => refs.has(ref) || !bill.components.some((component) => component['bom-ref'] === ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => refs.has(each)) }));
  return { ...bill, components, dependencies };
}
