import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The configuration that `KUBEFERRY_CONFIG` names, or else that of the checkout, at `own`. Throws a sentence when there is no
 * such file, or when it exports none.
 */
export async function loadConfig(named: string | undefined, own: string): Promise<unknown> {
  const path = resolve(named || own);
  if (!existsSync(path)) {
    throw new Error(
      `KUBEFERRY_CONFIG names ${path}, and there is no such file: correct it, or make one by kubeferry init <folder>.`,
    );
  }
  const { default: config } = (await import(pathToFileURL(path).href)) as { default?: unknown };
  if (config === undefined) throw new Error(`${path} exports no configuration: end it with export default config.`);
  return config;
}
