import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { OwnRules } from '../../core/base/request/own-rules.ts';
import { deriveSteps } from '../../core/translate/changes.ts';
import { badInput } from '../exit-codes.ts';
import { readManifests } from '../read-manifests.ts';
import { summaryOf, tryRules } from './try-rules.ts';

export interface TestedCase {
  name: string;
  /** Where what came out differs from what was expected: `/0/object/spec/replicas: 3 expected, 1 found`. */
  differences: string[];
}

/** The folder of a rule file holds a folder for each case: `input.yaml`, and `expected.yaml`, which `update` writes. */
export async function testRules(rules: OwnRules, folder: string, update: boolean): Promise<TestedCase[]> {
  const cases = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'input.yaml')),
  );
  if (cases.length === 0) throw badInput([`${folder}: no case in it; a case is a folder with an input.yaml.`]);
  return Promise.all(
    cases.map(async ({ name }) => ({ name, differences: await testCase(rules, join(folder, name), update) })),
  );
}

async function testCase(rules: OwnRules, folder: string, update: boolean): Promise<string[]> {
  const { objects, problems } = readManifests([join(folder, 'input.yaml')]);
  if (problems.length > 0) throw badInput(problems);
  const found: unknown = JSON.parse(JSON.stringify((await tryRules(rules, objects)).map(summaryOf)));
  const file = join(folder, 'expected.yaml');
  if (update) writeFileSync(file, stringify(found, { lineWidth: 120, aliasDuplicateObjects: false }));
  if (!existsSync(file)) return [`it has no expected.yaml: --update writes what came out, for you to look at`];
  return deriveSteps(parse(readFileSync(file, 'utf8')), found).map(
    ({ path, before, after }) => `${path || '/'}: ${said(before)} expected, ${said(after)} found`,
  );
}

const said = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
