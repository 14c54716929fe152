import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './checkout.ts';
import { configFile } from './config-file.ts';
import { CommandEnd, EXIT } from './exit-codes.ts';
import { digestOfFiles, madeOnce } from './made-once.ts';

/** A configuration may be made of these. */
const EXAMPLES = ['kubeferry.config.ts', 'cli/demo'];
/** What the bundles of the functions are made of. */
const FUNCTIONS = [
  'bin/bundle.ts',
  'lambdas',
  'core',
  'kube',
  'time',
  'adapters',
  'lib/functions',
  'package-lock.json',
];
const APP = [...FUNCTIONS, 'bin', 'lib', 'statemachines', 'cdk.json', ...EXAMPLES];

/**
 * The synthesized cloud assembly, made afresh when anything that goes into it has changed: what runs locally is what
 * would be deployed, by the configuration in force or by another one. Each state of the sources has a folder of its own,
 * so that a running cloud never loses its files.
 */
export function currentAssembly(onSynthesis: () => void, config = configFile(process.env)): string {
  const folder = join(ROOT, '.cache/assembly', digestOfFiles(APP, [config]));
  return madeOnce(folder, (unfinished) => {
    onSynthesis();
    synthesize(unfinished, config);
  });
}

/** The functions, bundled: what takes longest of a synthesis, and is the same for every configuration. */
export function currentBundles(): string {
  const folder = join(ROOT, '.cache/bundles', digestOfFiles(FUNCTIONS));
  return madeOnce(folder, (unfinished) => run(['bin/bundle.ts', unfinished]));
}

/** The rules of cdk-nag are for whoever deploys and for the tests: they cost more than the synthesis itself. */
function synthesize(folder: string, config: string): void {
  run(['bin/kubeferry.ts'], {
    CDK_OUTDIR: folder,
    CDK_VALIDATION: 'false',
    KUBEFERRY_BUNDLES: currentBundles(),
    KUBEFERRY_CONFIG: config,
  });
}

/** In a process of its own, since a command needs neither the CDK nor esbuild otherwise. */
function run(program: string[], env: Record<string, string> = {}): void {
  try {
    execFileSync(process.execPath, program, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 2, 2] });
  } catch {
    throw new CommandEnd(EXIT.failed, 'kubeferry: the app could not be synthesized; the reason stands above.');
  }
}
