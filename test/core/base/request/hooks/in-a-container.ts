import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * A container as far as a hook sees it: a POSIX shell, and programs that note how they were called, and with which
 * input, and otherwise do what their script says. `$state` is a folder of theirs.
 */
export class Container {
  readonly folder = mkdtempSync(join(tmpdir(), 'kubeferry-hook-'));
  readonly #env: Record<string, string>;

  constructor(programs: Record<string, string>, env: Record<string, string> = {}) {
    const bin = join(this.folder, 'bin');
    mkdirSync(bin);
    for (const [name, script] of Object.entries(programs)) {
      const file = join(bin, name);
      writeFileSync(
        file,
        `#!/bin/sh\nstate=${this.folder}\nprintf '%s\\n' "${name} $*" >> "$state/calls"\n${script}\n`,
      );
      chmodSync(file, 0o755);
    }
    this.#env = { PATH: [bin, '/usr/bin', '/bin'].join(delimiter), TMPDIR: this.folder, ...env };
  }

  /** As the kubelet runs it: it has ended when nobody has its streams any more. */
  run([program = '', ...rest]: string[]): Promise<{ exitCode: number; said: string }> {
    return new Promise((resolve) => {
      execFile(program, rest, { env: this.#env, timeout: 20_000 }, (error, stdout, stderr) => {
        resolve({ exitCode: error ? Number(error.code ?? -1) : 0, said: `${stdout}${stderr}` });
      });
    });
  }

  has = (file: string) => existsSync(join(this.folder, file));
  /** Everything that programs were called with. */
  calls = () => (this.has('calls') ? readFileSync(join(this.folder, 'calls'), 'utf8') : '');
  read = (file: string) => readFileSync(join(this.folder, file), 'utf8');
  remove = () => rmSync(this.folder, { recursive: true, force: true });
}
