import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Suites of adapters that meet the local cloud and nothing else; what they try to get wrong shows how it refuses. */
const SUITES = [
  'cluster-factory',
  'clusters',
  'copy-snapshot-url',
  'key-store',
  'kms-signer',
  'member',
  'object-store',
  'volume-storage',
];

/** Runs them under the recorder, into the file. Throws when one fails. */
export async function adapterSuites(file: string): Promise<void> {
  const files = SUITES.map((name) => `test/adapters/aws/${name}.test.ts`);
  const child = spawn('node_modules/.bin/vitest', ['run', '--project', 'unit', '--maxWorkers', '1', ...files], {
    env: {
      ...process.env,
      KUBEFERRY_RECORDING: file,
      NODE_OPTIONS: `--import ${new URL('preload.ts', import.meta.url).href}`,
    },
    stdio: ['ignore', 2, 2],
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`The suites of the adapters ended with ${code}.`);
}
