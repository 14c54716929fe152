import type { Command } from 'commander';

/** The rules themselves are many files, which no other command waits for. */
const run = () => import('../rules/run-rules.ts');

export function addRules(program: Command): void {
  const rules = program
    .command('rules')
    .description("List the rules by which objects are translated, and try rules of one's own.")
    .option('--json', 'print one JSON document on standard output')
    .action(async (flags: { json?: boolean }) => (await run()).listRules(flags));
  rules
    .command('try')
    .argument('<file>', 'rules: YAML or JSON, as docs/rules.md says')
    .requiredOption('--in <path...>', 'manifests: files or folders, YAML or JSON')
    .option('--json', 'print one JSON document on standard output')
    .description("Show what rules of one's own make of manifests, offline.")
    .action(async (file: string, flags: { in: string[]; json?: boolean }) => (await run()).tryOnManifests(file, flags));
  rules
    .command('test')
    .argument('<file>', 'rules; beside the file lies a folder for each case, with input.yaml and expected.yaml')
    .option('--update', 'write expected.yaml of each case, as it comes out')
    .description("Test rules of one's own by their cases.")
    .action(async (file: string, flags: { update?: boolean }) => (await run()).runCases(file, flags));
}
