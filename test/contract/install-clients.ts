import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { find, virtualEnvironment } from '../python/virtual-environment.ts';

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const COMMAND = 'npm run test:contract';

export interface Clients {
  aws: string;
  python: string;
  curl: string;
  moto: string;
  cfnLint: string;
}

/** The stock clients, installed into `.cache/contract` when what is there is not what the requirements say. */
export function installClients(): Clients {
  const curl = find('curl', ['--version'], 'curl 7.75 or newer (apt-get install curl, brew install curl)', COMMAND);
  checkCurl(curl);
  const bin = virtualEnvironment({ name: 'contract', requirements: REQUIREMENTS, command: COMMAND });
  return {
    aws: join(bin, 'aws'),
    python: join(bin, 'python'),
    moto: join(bin, 'moto_server'),
    cfnLint: join(bin, 'cfn-lint'),
    curl,
  };
}

/** `--aws-sigv4` is there since 7.75 (https://curl.se/docs/manpage.html#--aws-sigv4). */
function checkCurl(curl: string): void {
  const [, major = 0, minor = 0] =
    /curl (\d+)\.(\d+)/.exec(execFileSync(curl, ['--version'], { encoding: 'utf8' })) ?? [];
  if (Number(major) > 7 || (Number(major) === 7 && Number(minor) >= 75)) return;
  throw new Error(`${COMMAND} needs curl 7.75 or newer for --aws-sigv4, and this one is ${major}.${minor}.`);
}
