import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configFile } from '../../cli/config-file.ts';
import { loadConfig } from '../../lib/config-file.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeferry-init-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = { ...process.env, INIT_CWD: undefined };
const init = (name: string) =>
  spawnSync(process.execPath, [join(ROOT, 'cli/main.ts'), 'init', name], { cwd: folder, env, encoding: 'utf8' });

describe('a configuration outside of the checkout', () => {
  it('is written by init, with types that an editor finds, and is what the app reads', async () => {
    const { status, stdout } = init('ours');
    const file = join(folder, 'ours/kubeferry.config.ts');
    expect(status).toBe(0);
    expect(stdout).toContain(`export KUBEFERRY_CONFIG=${file}\n`);
    const [, types = ''] = /from '([^']+)'/.exec(readFileSync(file, 'utf8')) ?? [];
    expect(existsSync(resolve(dirname(file), types))).toBe(true);
    const own = join(ROOT, 'kubeferry.config.ts');
    expect(await loadConfig(file, own)).toEqual(await loadConfig(undefined, own));
    // As Node itself reads it, in silence.
    expect(spawnSync(process.execPath, [file], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });

  it('is not written over', () => {
    init('twice');
    const file = join(folder, 'twice/kubeferry.config.ts');
    writeFileSync(file, '// ours');
    expect(init('twice')).toMatchObject({ status: 2, stderr: expect.stringContaining('is there already') });
    expect(readFileSync(file, 'utf8')).toBe('// ours');
  });

  it('is told to be missing, by the command and by the app', async () => {
    const sentence = /KUBEFERRY_CONFIG names \/not\/there\.ts, and there is no such file: .*kubeferry init <folder>/;
    expect(() => configFile({ KUBEFERRY_CONFIG: '/not/there.ts' })).toThrow(sentence);
    await expect(loadConfig('/not/there.ts', 'kubeferry.config.ts')).rejects.toThrow(sentence);
  });

  it('has to export something', async () => {
    const file = join(folder, 'empty.mjs');
    writeFileSync(file, 'export const config = {};\n');
    await expect(loadConfig(file, 'kubeferry.config.ts')).rejects.toThrow('end it with export default config');
  });
});
