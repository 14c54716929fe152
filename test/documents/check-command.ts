import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type CommandNode, commandsOf } from '../../cli/completion/commands.ts';
import { createProgram } from '../../cli/program.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const kubeferry = commandsOf(createProgram('0'));

interface CdkOptions {
  [name: string]: { alias?: string | string[] };
}
const cdk = createRequire(import.meta.url)('../../node_modules/aws-cdk/lib/cli/cli-type-registry.json') as {
  globalOptions: CdkOptions;
  commands: Record<string, { options?: CdkOptions; aliases?: string[] }>;
};

/** What is wrong with a command of a document, though it is not run; undefined when it and its flags exist. */
export function problemOf(words: string[]): string | undefined {
  const [program = '', first = ''] = words;
  if (program === 'npm' && first === 'run') return problemOfScript(words.slice(2));
  if (program === 'npm') return ['test', 'pack', 'install', 'ci'].includes(first) ? undefined : `npm ${first}`;
  if (program === 'npx' && first === 'cdk') return problemOfCdk(words.slice(2));
  if (program === 'npx' && first === 'kubeferry') return problemOfKubeferry(words.slice(2));
  if (program === 'kubeferry') return problemOfKubeferry(words.slice(1));
  // What others have is judged where others run: the aws CLI by the contract tests.
  return ['aws', 'curl', 'jq', 'git', 'sh', 'kubectl', 'export'].includes(program)
    ? undefined
    : `no program ${program}`;
}

function problemOfScript(words: string[]): string | undefined {
  const [script = '', ...rest] = words.filter((word) => !['-s', '--silent'].includes(word));
  if (!(script in scripts)) return `npm run ${script}: there is no such script`;
  const args = rest[0] === '--' ? rest.slice(1) : rest;
  if (script === 'kubeferry') return problemOfKubeferry(args);
  return script === 'demo' ? problemOfKubeferry(['demo', ...args]) : undefined;
}

function problemOfKubeferry(words: string[]): string | undefined {
  let node = kubeferry[0] as CommandNode;
  for (const word of words) {
    const below = kubeferry.find(({ path }) => path === `${node.path} ${word}`.trim());
    if (!below) break;
    node = below;
  }
  if (node.path === '' && words.length > 0) return `kubeferry ${words[0]}: there is no such command`;
  const known = new Set(node.flags.flatMap(({ names }) => names));
  const unknown = words.filter((word) => /^--?[a-z]/i.test(word)).find((word) => !known.has(word.split('=')[0] ?? ''));
  return unknown && `kubeferry ${node.path} ${unknown}: there is no such flag`;
}

function problemOfCdk([name = '', ...words]: string[]): string | undefined {
  const command = cdk.commands[name];
  if (!command) return `cdk ${name}: there is no such command`;
  const known = { ...cdk.globalOptions, ...command.options };
  const unknown = words.filter((word) => word.startsWith('--')).find((word) => !(word.slice(2) in known));
  return unknown && `cdk ${name} ${unknown}: there is no such flag`;
}
