import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** Packages written as CommonJS call `require`, which an ES module does not have. */
const REQUIRE = "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);";

/** The parts of the command that need the CDK app or the local cloud, which only a checkout has. */
export const OF_THE_CHECKOUT = ['../demo/demo.ts', '../local/local.ts'];

/**
 * Bundles the command with all that it needs of other packages, so that an installation downloads one small package.
 * `root` is the checkout. Parts are files of their own where the command loads them only when they are asked for.
 */
export function buildCommand(root: string): void {
  const outdir = join(root, 'dist');
  rmSync(outdir, { recursive: true, force: true });
  buildSync({
    absWorkingDir: root,
    entryPoints: ['cli/main.ts'],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    // What package.json asks for under `engines`: older than the Node of a checkout.
    target: 'node20',
    inject: ['package/older-node.ts'],
    mainFields: ['module', 'main'],
    outExtension: { '.js': '.mjs' },
    external: OF_THE_CHECKOUT,
    banner: { js: REQUIRE },
    // Names stay readable in stack traces.
    minify: false,
    logLevel: 'warning',
  });
}
