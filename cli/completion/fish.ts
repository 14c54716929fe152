import type { CommandNode } from './commands.ts';

/** A completion for fish, which starts nothing: all words are in it, with what they mean. */
export function fishScript(commands: readonly CommandNode[]): string {
  return `# Completion of kubeferry; made by: kubeferry completion fish
complete -c kubeferry -f
${commands.flatMap((each) => linesOf(each, commands)).join('\n')}
`;
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function linesOf(command: CommandNode, all: readonly CommandNode[]): string[] {
  const { path, names, choices, flags } = command;
  const head = `complete -c kubeferry -n ${quoted(conditionOf(path, names))}`;
  const meaning = (name: string) => all.find((each) => each.path === `${path} ${name}`.trim())?.description ?? '';
  return [
    ...names.map((name) => `${head} -a ${quoted(name)} -d ${quoted(meaning(name))}`),
    ...choices.map((choice) => `${head} -a ${quoted(choice)}`),
    ...flags.map(({ names: forms, description, value, choices: some }) => {
      const words = forms.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
      const takes =
        value === 'file'
          ? ' -r -F'
          : value === 'other'
            ? ` -x${some.length > 0 ? ` -a ${quoted(some.join(' '))}` : ''}`
            : '';
      return `${head} ${words.join(' ')}${takes} -d ${quoted(description)}`;
    }),
  ];
}

/** Behind all words of its path, and before any command below it. */
function conditionOf(path: string, below: readonly string[]): string {
  const seen = path
    .split(' ')
    .filter(Boolean)
    .map((word) => `__fish_seen_subcommand_from ${word}`);
  const notYet = below.length > 0 ? [`not __fish_seen_subcommand_from ${below.join(' ')}`] : [];
  return [...seen, ...notYet].join('; and ') || 'true';
}
