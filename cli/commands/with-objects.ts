import type { Command } from 'commander';

/** The flags that choose objects of a plan or a run. */
export const withObjects = (command: Command): Command =>
  command
    .optionsGroup('Which objects to show:')
    .option('--rule <name>', 'only what this rule changes, leaves out, or says something about')
    .option('--kind <kind>', 'only of this kind')
    .option('--only-object <name>', 'only this one, as Kind/namespace/name, or those with this text in their name')
    .option('--only-namespace <name>', 'only of this namespace of the source')
    .option('--details', 'also what is left behind, what stays as it is, and what every object loses')
    .optionsGroup('Options:');
