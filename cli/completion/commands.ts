import type { Command, Option } from 'commander';

/** A flag, as a shell completes it. */
export interface Flag {
  /** With the dashes, the long form first. */
  names: string[];
  description: string;
  /** What its value is; undefined of one that takes none. */
  value?: 'file' | 'other';
  choices: readonly string[];
}

export interface CommandNode {
  /** `schedule create`; '' for the program itself. */
  path: string;
  description: string;
  /** Names of its commands. */
  names: string[];
  /** What its first argument may be, where that is known. */
  choices: readonly string[];
  flags: Flag[];
}

/** Every command with its flags, from the commands as they are: what they get later is completed as well. */
export function commandsOf(command: Command, path = '', root: Command = command): CommandNode[] {
  const below = command.createHelp().visibleCommands(command);
  const named = below.map((each) => each.name());
  const own: CommandNode = {
    path,
    description: command.description(),
    names: named,
    choices:
      command.registeredArguments[0]?.argChoices ?? (path === 'help' ? root.commands.map((each) => each.name()) : []),
    flags: command.createHelp().visibleOptions(command).map(flagOf),
  };
  return [own, ...below.flatMap((each) => commandsOf(each, `${path} ${each.name()}`.trim(), root))];
}

/** `--out <file>`: what stands between the brackets says whether it is a file. */
function flagOf({ long, short, description, flags, required, optional, argChoices = [] }: Option): Flag {
  const takesValue = required || optional;
  const value = /<(?:file|folder|path)|=file>/.test(flags) ? 'file' : 'other';
  return {
    names: [long, short].filter((name) => name !== undefined && name !== null),
    description,
    ...(takesValue ? { value } : {}),
    choices: argChoices,
  };
}
