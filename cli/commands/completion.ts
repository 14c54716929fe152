import { Argument, type Command } from 'commander';
import { bashScript } from '../completion/bash.ts';
import { commandsOf } from '../completion/commands.ts';
import { fishScript } from '../completion/fish.ts';
import { say } from '../say.ts';

const SHELLS = {
  bash: bashScript,
  // zsh runs completions that were written for bash.
  zsh: (commands: ReturnType<typeof commandsOf>) =>
    `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bashScript(commands)}`,
  fish: fishScript,
};

export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('Print what makes your shell complete commands and flags.')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SHELLS)))
    .addHelpText(
      'after',
      `
In ~/.bashrc or ~/.zshrc: source <(kubeferry completion bash), or zsh
For fish: kubeferry completion fish > ~/.config/fish/completions/kubeferry.fish`,
    )
    .action((shell: keyof typeof SHELLS) => say(SHELLS[shell](commandsOf(program))));
}
