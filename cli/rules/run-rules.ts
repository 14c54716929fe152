import { dirname } from 'node:path';
import { ESSENTIAL, type RuleName } from '../../core/base/request/rule-names.data.ts';
import { RULES } from '../../core/translate/rules.ts';
import { printChanges } from '../api/print-changes.ts';
import { badInput, CommandEnd, EXIT } from '../exit-codes.ts';
import { readManifests } from '../read-manifests.ts';
import { say, show, tell } from '../say.ts';
import { table } from '../table.ts';
import { readRules } from './read-rules.ts';
import { testRules } from './test-rules.ts';
import { foundIn, tryRules, unmatched } from './try-rules.ts';

/** In the order in which they run. */
export function listRules({ json }: { json?: boolean }): void {
  const all = RULES.map(({ name, description }) => ({ name, description, essential: ESSENTIAL[name as RuleName] }));
  if (json) {
    say(`${JSON.stringify(all, null, 2)}\n`);
    return;
  }
  const rows = all.map(({ name, description, essential }) => [name, essential ? 'no' : 'yes', description]);
  show(`${table(['rule', 'may be switched off', 'what it does'], rows)}\n`);
}

/** Shows what rules make of manifests; ends with 3 when one blocks an object. */
export async function tryOnManifests(file: string, flags: { in: string[]; json?: boolean }): Promise<void> {
  const rules = readRules(file);
  const { objects, problems } = readManifests(flags.in);
  if (problems.length > 0) throw badInput(problems);
  const tried = await tryRules(rules, objects);
  const found = foundIn(tried);
  if (flags.json) say(`${JSON.stringify(found, null, 2)}\n`);
  else show(printChanges(found));
  for (const name of unmatched(rules, tried)) tell(`warning: Rule "${name}" is about none of these objects.\n`);
  if (tried.some(({ translation }) => translation.outcome === 'block')) throw new CommandEnd(EXIT.blocked, '');
}

/** Runs the cases of rules; ends with 1 when one differs. */
export async function runCases(file: string, { update = false }: { update?: boolean }): Promise<void> {
  const cases = await testRules(readRules(file), dirname(file), update);
  for (const { name, differences } of cases)
    show(`${differences.length === 0 ? '✓' : '✗'} ${name}\n${differences.map((line) => `    ${line}\n`).join('')}`);
  const failed = cases.filter(({ differences }) => differences.length > 0);
  if (failed.length > 0) throw new CommandEnd(EXIT.failed, `${failed.length} of ${cases.length} cases failed.`);
}
