import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../core/base/request/config.ts';
import { type AzureClients, azureRoutes } from './azure/routes.ts';
import { ROUTE } from './names.ts';
import type { Options } from './options.ts';

/** The installation of the test: hub, source and target in one account and Region, or the way into Azure and back. */
export function configOf(options: Options, clients?: AzureClients): Config {
  const { account, region, clusters, azure } = options;
  const limits = { targetNamespaces: [`${ROUTE}-*`] };
  const [source, target] = [
    { account, region, cluster: clusters.source },
    { account, region, cluster: clusters.target },
  ];
  return {
    hub: { account, region },
    installation: ROUTE,
    routes: azure
      ? azureRoutes(options, azure, clients).map((ends) => ({ source, target, ...ends, limits }))
      : [{ name: ROUTE, source, target, limits }],
  };
}

/** Writes it where `KUBEFERRY_CONFIG` is to point. */
export function writeConfig(options: Options, folder: string): string {
  const path = join(folder, 'kubeferry.config.mjs');
  rewriteConfig(path, options);
  return path;
}

/** Once the identities of Azure are known. */
export function rewriteConfig(path: string, options: Options, clients?: AzureClients): void {
  writeFileSync(path, `export default ${JSON.stringify(configOf(options, clients), null, 2)};\n`);
}
