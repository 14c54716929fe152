import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';

const scriptFor = (shell: string) =>
  spawnSync(process.execPath, ['cli/main.ts', 'completion', shell]).stdout.toString();

describe('the completion of bash', () => {
  let script: string;
  beforeAll(() => {
    script = scriptFor('bash');
  });

  /** What bash offers behind a line whose last word is being typed, as it would on TAB. */
  function offered(line: string): string[] {
    const words = line.split(' ').map((word) => `'${word}'`);
    const typed = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}`;
    // The function that is registered for the command, whatever its name.
    const registered = "$(complete -p kubeferry | sed 's/.*-F \\([^ ]*\\).*/\\1/')";
    const run = `${script}\n${typed}\n${registered}\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', run]);
    expect(stderr.toString()).toBe('');
    return stdout.toString().split('\n').filter(Boolean);
  }

  it.each([
    ['kubeferry pl', ['plan']],
    ['kubeferry schedule cr', ['create']],
    ['kubeferry clone prod-to-dev --map-n', ['--map-namespace']],
    ['kubeferry clone prod-to-dev --namespace shop --on-c', ['--on-conflict']],
    ['kubeferry clone prod-to-dev --strategy hand-over --safety-snapshot k', ['keep']],
    ['kubeferry schedule create prod-to-dev nightly --time', ['--time-zone']],
    ['kubeferry completion f', ['fish']],
    ['kubeferry help rep', ['report']],
    ['kubeferry clone prod-to-dev --namespace ', []],
    ['kubeferry nothing-like-this', []],
  ])('%s: %j', (line, words) => expect(offered(line)).toEqual(words));

  it('offers the files of the folder where a flag takes one', () => {
    expect(offered('kubeferry clone prod-to-dev --request pack')).toEqual(expect.arrayContaining(['package.json']));
    expect(offered('kubeferry translate --in READ')).toContain('README.md');
  });

  it('knows every command that the help names', () => {
    const help = spawnSync(process.execPath, ['cli/main.ts', '--help']).stdout.toString();
    const names = [...help.matchAll(/^ {2}([a-z]+(?:-[a-z]+)*)\b/gm)].map(([, name]) => name);
    expect(offered('kubeferry ')).toEqual(expect.arrayContaining(names));
    expect(names.length).toBeGreaterThan(15);
  });
});

it('gives zsh the completion of bash, and loads what runs it', () => {
  const script = scriptFor('zsh');
  expect(script).toMatch(/^autoload -U \+X compinit && compinit\nautoload -U \+X bashcompinit && bashcompinit\n/);
  expect(script).toContain(scriptFor('bash'));
});

it('gives fish each command and flag with what it means', () => {
  const script = scriptFor('fish');
  expect(script).toMatch(
    /^complete -c kubeferry -n 'not __fish_seen_subcommand_from .*' -a 'plan' -d 'Plan a clone: .*'$/m,
  );
  expect(script).toMatch(
    /^complete -c kubeferry -n '__fish_seen_subcommand_from clone' -l namespace -s n -x -d '.*'$/m,
  );
  expect(script).toMatch(/^complete -c kubeferry -n '__fish_seen_subcommand_from clone' -l request -r -F -d '.*'$/m);
});

it('names the shells that there are', () => {
  const { status, stderr } = spawnSync(process.execPath, ['cli/main.ts', 'completion', 'tcsh']);
  expect(status).toBe(2);
  expect(stderr.toString()).toContain('bash, zsh, fish');
});
