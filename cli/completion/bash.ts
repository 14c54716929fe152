import type { CommandNode, Flag } from './commands.ts';

/** A completion for bash, which starts nothing: all words are in it. */
export function bashScript(commands: readonly CommandNode[]): string {
  const paths = commands.filter(({ path }) => path !== '').map(({ path }) => path);
  return `# Completion of kubeferry; made by: kubeferry completion bash
_kubeferry() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" at="" next word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    next="\${at:+$at }$word"
    case "$next" in
      ${alternatives(paths)}) at="$next" ;;
    esac
  done
  case "$at $before" in
${commands.flatMap(values).join('\n')}
  esac
  case "$at" in
${commands.map(words).join('\n')}
  esac
}
complete -F _kubeferry kubeferry
`;
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const alternatives = (texts: readonly string[]) => texts.map(quoted).join(' | ');
const matching = (list: readonly string[]) => `COMPREPLY=($(compgen -W ${quoted(list.join(' '))} -- "$current"))`;

/** What may follow a flag that takes a value. */
function values({ path, flags }: CommandNode): string[] {
  const after = (some: readonly Flag[]) =>
    alternatives(some.flatMap(({ names }) => names.map((name) => `${path} ${name}`)));
  const files = flags.filter(({ value }) => value === 'file');
  const others = flags.filter(({ value, choices }) => value === 'other' && choices.length === 0);
  return [
    ...(files.length > 0 ? [`    ${after(files)}) COMPREPLY=($(compgen -f -- "$current")); return ;;`] : []),
    ...(others.length > 0 ? [`    ${after(others)}) return ;;`] : []),
    ...flags
      .filter(({ choices }) => choices.length > 0)
      .map((flag) => `    ${after([flag])}) ${matching(flag.choices)}; return ;;`),
  ];
}

const words = ({ path, names, choices, flags }: CommandNode) =>
  `    ${quoted(path)}) ${matching([...names, ...choices, ...flags.flatMap((flag) => flag.names)])} ;;`;
