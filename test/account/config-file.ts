import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../core/base/request/config.ts';
import { ROUTE } from './names.ts';
import type { Options } from './options.ts';

/** The installation of the test: hub, source and target in one account and Region. */
export function configOf({ account, region, clusters }: Options): Config {
  return {
    hub: { account, region },
    installation: ROUTE,
    routes: [
      {
        name: ROUTE,
        source: { account, region, cluster: clusters.source },
        target: { account, region, cluster: clusters.target },
        limits: { targetNamespaces: [`${ROUTE}-*`] },
      },
    ],
  };
}

/** Writes it where `KUBEFERRY_CONFIG` is to point. */
export function writeConfig(options: Options, folder: string): string {
  const path = join(folder, 'kubeferry.config.mjs');
  writeFileSync(path, `export default ${JSON.stringify(configOf(options), null, 2)};\n`);
  return path;
}
