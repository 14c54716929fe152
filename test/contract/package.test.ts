import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand } from '../../package/build-command.ts';
import { startLocal } from './start-local.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MANIFESTS = join(ROOT, 'cli/demo/workload');
const OPTIONS = join(ROOT, 'docs/examples/translate-options.yaml');
const LARGEST_INSTALLATION_MB = 10;

/** The machine's own Node and npm, as people have them, and not those of this checkout. */
const env: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|AWS_)/.test(name))),
  PATH: (process.env.PATH ?? '')
    .split(delimiter)
    .filter((path) => !path.includes('node_modules'))
    .join(delimiter),
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeferry-package-'));
  const npm = (...args: string[]) => execFileSync('npm', args, { cwd: folder, env, encoding: 'utf8' });
  // What `prepack` does, but for `setup`, which would install this checkout again below the tests that run.
  buildCommand(ROOT);
  npm('pack', ROOT, '--ignore-scripts', '--silent', '--pack-destination', folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  writeFileSync(join(folder, 'package.json'), '{}');
  // Offline: the package brings along whatever it needs.
  npm('install', '--omit=dev', '--offline', '--no-audit', join(folder, tarball));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function kubeferry(args: string[], more: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'kubeferry', ...args], {
    cwd: folder,
    env: { ...env, ...more },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const megabytes = (path: string): number =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(path, name)).size)
    .reduce((all, size) => all + size / 1024 ** 2, 0);

describe('the package that npm pack makes, installed into an empty folder', () => {
  it('brings no other package along, and is small', () => {
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['kubeferry']);
    expect(megabytes(join(folder, 'node_modules'))).toBeLessThan(LARGEST_INSTALLATION_MB);
  });

  it('is built by npm pack', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(scripts.prepack).toBe('node setup.mjs && node package/main.ts');
  });

  it('says its version and its commands', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(kubeferry(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
    const help = kubeferry(['--help']).stdout;
    for (const command of ['translate', 'doctor', 'clone', 'rollback'])
      expect(help).toMatch(new RegExp(`^  ${command} `, 'm'));
  });

  it('translates manifests', () => {
    const { status, stderr } = kubeferry(['translate', '--in', MANIFESTS, '--options', OPTIONS, '--out', 'translated']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readdirSync(join(folder, 'translated'))).toContain('kustomization.yaml');
  });

  it.each([['demo'], ['local'], ['link', 'source/222233334444'], ['init', 'ours']])(
    'says where %s works',
    (command, ...args) => {
      const { status, stderr } = kubeferry([command, ...args]);
      expect({ status, stderr }).toEqual({
        status: 2,
        stderr: `kubeferry: ${command} needs the CDK app and the local cloud, which the package leaves out: run it in a checkout of kubeferry, as npm run kubeferry -- ${command}.\n`,
      });
    },
  );

  it('plans a clone through the API of a hub', async () => {
    const { cloud, stop } = await startLocal(200);
    try {
      const { accessKeyId, secretAccessKey } = cloud.accounts.pipeline;
      const { status, stdout } = kubeferry(['plan', 'prod-to-dev', '--namespace', 'shop', '--json'], {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_REGION: cloud.region,
        KUBEFERRY_API: cloud.api,
      });
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ route: 'prod-to-dev' });
    } finally {
      await stop();
    }
  });
});
