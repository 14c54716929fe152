import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from './checkout.ts';
import { badInput } from './exit-codes.ts';

/** The configuration that is in force. Throws bad input when `KUBEFERRY_CONFIG` names a file that does not exist. */
export function configFile(env: NodeJS.ProcessEnv): string {
  const { KUBEFERRY_CONFIG: named } = env;
  if (!named) return join(ROOT, 'kubeferry.config.ts');
  // npm runs its scripts in the checkout, and says where it was called.
  const path = resolve(env.INIT_CWD ?? '.', named);
  if (existsSync(path)) return path;
  throw badInput([
    `KUBEFERRY_CONFIG names ${path}, and there is no such file: correct it, or make one by kubeferry init <folder>.`,
  ]);
}
