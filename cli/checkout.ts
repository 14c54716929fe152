import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { badInput } from './exit-codes.ts';

/** The folder of the CDK app and the local cloud; the published package has neither. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Throws bad input in the published package, for a command that needs what only a checkout has. */
export function needCheckout(command: string): void {
  if (existsSync(new URL('../bin/kubeferry.ts', import.meta.url))) return;
  throw badInput([
    `${command} needs the CDK app and the local cloud, which the package leaves out: run it in a checkout of ` +
      `kubeferry, as npm run kubeferry -- ${command}.`,
  ]);
}
