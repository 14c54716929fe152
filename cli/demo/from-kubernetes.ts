import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ROOT } from '../checkout.ts';
import { CommandEnd, EXIT } from '../exit-codes.ts';
import type { FactoryEntry } from './factory.config.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The workload of a cluster on-premises: its claim lies on a server of files. */
export const FACTORY = here('factory');

/** Few, so that few assemblies are synthesized: the endpoint of the cluster is part of what is deployed. */
const PORTS = Array.from({ length: 8 }, (_, at) => 46_443 + at);

/** A configuration whose source is a cluster that will listen on a port that is free now; those who begin at once look from other ones on. */
export async function factoryConfig(entry: FactoryEntry = 'token', from = 0): Promise<string> {
  const first = (from * 3) % PORTS.length;
  for (const port of [...PORTS.slice(first), ...PORTS.slice(0, first)])
    if (await isFree(port)) return configAt(port, entry);
  throw new CommandEnd(
    EXIT.failed,
    `kubeferry: the cluster of this demo listens on one of the ports ${PORTS[0]} to ${PORTS.at(-1)}, and all are taken.`,
  );
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

function configAt(port: number, entry: FactoryEntry): string {
  const folder = join(ROOT, '.cache/demo');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `factory-${entry}-${port}.config.ts`);
  const made = pathToFileURL(here('factory.config.ts')).href;
  writeFileSync(path, `import { factoryAt } from '${made}';\n\nexport default factoryAt(${port}, '${entry}');\n`);
  return path;
}
