import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWitness, type Witness } from '../start-witness.ts';

/** Azurite's blobs, from the folder where it is installed; `stop` ends it, and removes what it has written. */
export async function startAzurite(folder: string): Promise<Witness> {
  const data = mkdtempSync(join(tmpdir(), 'kubeferry-azurite-'));
  const { endpoint, stop } = await startWitness(
    'azurite',
    (port) => [
      process.execPath,
      join(folder, 'node_modules/azurite/dist/src/blob/main.js'),
      ...['--blobHost', '127.0.0.1', '--blobPort', port, '--location', data],
      ...['--silent', '--skipApiVersionCheck', '--disableTelemetry'],
    ],
    async (endpoint) => (await fetch(endpoint)).status > 0,
  );
  return { endpoint, stop: () => stop().then(() => rmSync(data, { recursive: true, force: true })) };
}
