import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import { FUNCTIONS, OTHER_FUNCTIONS } from './functions.data.ts';
import type { StepCode } from './step-function.ts';

/** Packages written as CommonJS call `require`, which an ES module does not have. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * Bundles every function in one esbuild pass (seconds for all of them) into `<into>/<step>/index.mjs`, with the SDK:
 * the runtime's own copy lags behind (https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html).
 * Throws when the folders and the table of functions differ, naming the difference.
 */
export function bundleSteps({ lambdas, into }: { lambdas: string; into: string }): StepCode {
  const steps = stepFolders(lambdas);
  compareWithTable(steps, lambdas);
  buildSync({
    entryPoints: Object.fromEntries(steps.map((step) => [`${step}/index`, join(lambdas, step, 'handler.ts')])),
    outdir: into,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // ES modules first: what of an SDK is not used stays out, which halves what a cold start has to load.
    mainFields: ['module', 'main'],
    outExtension: { '.js': '.mjs' },
    banner: { js: REQUIRE },
    // Names stay readable in stack traces, and error names reach the machines as they are written.
    minify: false,
    logLevel: 'warning',
  });
  return stepsIn(into);
}

/** The steps that `bundleSteps` has made in a folder, which stays as it is: several apps may be made of it at a time. */
export function stepsIn(bundles: string): StepCode {
  return (step, beside) => (beside ? withFiles(join(bundles, step), beside()) : Code.fromAsset(join(bundles, step)));
}

function withFiles(bundle: string, files: Record<string, string>): Code {
  const folder = mkdtempSync(join(tmpdir(), 'kubeferry-step-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  cpSync(bundle, folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return Code.fromAsset(folder);
}

/** A step is a folder whose name does not begin with `_`. */
function stepFolders(lambdas: string): string[] {
  return readdirSync(lambdas, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map((entry) => entry.name)
    .sort();
}

function compareWithTable(steps: string[], lambdas: string): void {
  const rows = [...FUNCTIONS, ...OTHER_FUNCTIONS].map(({ step }) => step);
  const missing = rows.filter((step) => !steps.includes(step));
  const unlisted = steps.filter((step) => !rows.includes(step));
  if (missing.length + unlisted.length === 0) return;
  throw new Error(
    `The folders of ${lambdas}/ and lib/functions/functions.data.ts differ: ` +
      `${[...missing.map((step) => `"${step}" has no folder`), ...unlisted.map((step) => `"${step}" has no row`)].join('; ')}.`,
  );
}
