import { dirname } from 'node:path';
import type { Command } from 'commander';
import { ESSENTIAL, type RuleName } from '../../core/base/request/rule-names.data.ts';
import { RULES } from '../../core/translate/rules.ts';
import { printChanges } from '../api/print-changes.ts';
import { badInput, CommandEnd, EXIT } from '../exit-codes.ts';
import { readManifests } from '../read-manifests.ts';
import { readRules } from '../rules/read-rules.ts';
import { testRules } from '../rules/test-rules.ts';
import { foundIn, tryRules, unmatched } from '../rules/try-rules.ts';
import { say, show, tell } from '../say.ts';
import { table } from '../table.ts';

export function addRules(program: Command): void {
  const rules = program
    .command('rules')
    .description("List the rules by which objects are translated, and try rules of one's own.")
    .option('--json', 'print one JSON document on standard output')
    .action(list);
  rules
    .command('try')
    .argument('<file>', 'rules: YAML or JSON, as docs/rules.md says')
    .requiredOption('--in <path...>', 'manifests: files or folders, YAML or JSON')
    .option('--json', 'print one JSON document on standard output')
    .description("Show what rules of one's own make of manifests, offline.")
    .action(tryOn);
  rules
    .command('test')
    .argument('<file>', 'rules; beside the file lies a folder for each case, with input.yaml and expected.yaml')
    .option('--update', 'write expected.yaml of each case, as it comes out')
    .description("Test rules of one's own by their cases.")
    .action(test);
}

/** In the order in which they run. */
function list({ json }: { json?: boolean }): void {
  const all = RULES.map(({ name, description }) => ({ name, description, essential: ESSENTIAL[name as RuleName] }));
  if (json) {
    say(`${JSON.stringify(all, null, 2)}\n`);
    return;
  }
  const rows = all.map(({ name, description, essential }) => [name, essential ? 'no' : 'yes', description]);
  show(`${table(['rule', 'may be switched off', 'what it does'], rows)}\n`);
}

function tryOn(file: string, flags: { in: string[]; json?: boolean }): void {
  const rules = readRules(file);
  const { objects, problems } = readManifests(flags.in);
  if (problems.length > 0) throw badInput(problems);
  const tried = tryRules(rules, objects);
  const found = foundIn(tried);
  if (flags.json) say(`${JSON.stringify(found, null, 2)}\n`);
  else show(printChanges(found));
  for (const name of unmatched(rules, tried)) tell(`warning: Rule "${name}" is about none of these objects.\n`);
  if (tried.some(({ translation }) => translation.outcome === 'block')) throw new CommandEnd(EXIT.blocked, '');
}

function test(file: string, { update = false }: { update?: boolean }): void {
  const cases = testRules(readRules(file), dirname(file), update);
  for (const { name, differences } of cases)
    show(`${differences.length === 0 ? '✓' : '✗'} ${name}\n${differences.map((line) => `    ${line}\n`).join('')}`);
  const failed = cases.filter(({ differences }) => differences.length > 0);
  if (failed.length > 0) throw new CommandEnd(EXIT.failed, `${failed.length} of ${cases.length} cases failed.`);
}
