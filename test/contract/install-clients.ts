import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const FOLDER = fileURLToPath(new URL('../../.cache/contract/', import.meta.url));
const STAMP = join(FOLDER, 'requirements.txt');

export interface Clients {
  aws: string;
  python: string;
  curl: string;
  moto: string;
  cfnLint: string;
}

/** The stock clients, installed into `.cache/contract` when what is there is not what the requirements say. */
export function installClients(): Clients {
  const curl = find('curl', ['--version'], 'curl 7.75 or newer (apt-get install curl, brew install curl)');
  checkCurl(curl);
  const wanted = readFileSync(REQUIREMENTS, 'utf8');
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) install(wanted);
  return {
    aws: join(FOLDER, 'venv/bin/aws'),
    python: join(FOLDER, 'venv/bin/python'),
    moto: join(FOLDER, 'venv/bin/moto_server'),
    cfnLint: join(FOLDER, 'venv/bin/cfn-lint'),
    curl,
  };
}

function install(wanted: string): void {
  const python = find(
    'python3',
    ['-m', 'venv', '--help'],
    'Python 3.10 or newer with venv (apt-get install python3-venv)',
  );
  mkdirSync(FOLDER, { recursive: true });
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  run(python, '-m', 'venv', '--clear', join(FOLDER, 'venv'));
  run(
    join(FOLDER, 'venv/bin/python'),
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '-r',
    REQUIREMENTS,
  );
  writeFileSync(STAMP, wanted);
}

/** Throws, saying how it is installed, when a command is not there. */
export function find(command: string, args: string[], install: string): string {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return command;
  } catch {
    throw new Error(`npm run test:contract needs ${install}: "${command} ${args.join(' ')}" did not work here.`);
  }
}

/** `--aws-sigv4` is there since 7.75 (https://curl.se/docs/manpage.html#--aws-sigv4). */
function checkCurl(curl: string): void {
  const [, major = 0, minor = 0] =
    /curl (\d+)\.(\d+)/.exec(execFileSync(curl, ['--version'], { encoding: 'utf8' })) ?? [];
  if (Number(major) > 7 || (Number(major) === 7 && Number(minor) >= 75)) return;
  throw new Error(`npm run test:contract needs curl 7.75 or newer for --aws-sigv4, and this one is ${major}.${minor}.`);
}
