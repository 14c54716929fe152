import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyPatch, type Operation } from 'fast-json-patch';
import { describe, expect, it } from 'vitest';
import { translateObject } from '../../../core/translate/pipeline.ts';
import { replayChanges } from '../../../core/translate/replay.ts';
import type { Rule } from '../../../core/translate/rule.ts';
import { RULES } from '../../../core/translate/rules.ts';
import { casesIn, FIXTURES, plain, readCase, summary } from './support.ts';

const ROOT = join(FIXTURES, 'rules');

describe('the list of rules', () => {
  const files = readdirSync(new URL('../../../core/translate/rules/', import.meta.url)).map((file) =>
    file.replace(/\.ts$/, ''),
  );

  it('names every rule file once, by its own name', () => {
    expect(RULES.map(({ name }) => name).toSorted()).toEqual(files.toSorted());
  });

  it('has three cases at least for each rule: where it acts, and where it leaves an object as it is', () => {
    const lacking = RULES.flatMap(({ name }) => {
      const cases = casesIn(join(ROOT, name));
      const outcomes = cases.flatMap((each) => outcomesOf(join(ROOT, name, each)));
      return [
        ...(cases.length < 3 ? [`${name} has ${cases.length} cases`] : []),
        ...['acts', 'keeps'].filter((each) => !outcomes.includes(each)).map((each) => `${name} nowhere ${each}`),
      ];
    });
    expect(lacking).toEqual([]);
  });

  it('is the list of the documentation, in the same order', () => {
    const documented = readFileSync('docs/translation.md', 'utf8').matchAll(/^\| `([a-z-]+)` +\| ([^|]+?) +\|$/gm);
    expect([...documented].map(([, name, text]) => [name, text])).toEqual(
      RULES.map(({ name, description }) => [name, description]),
    );
  });

  it('says of each rule in one sentence what it does', () => {
    for (const { description } of RULES) expect(description).toMatch(/^[A-Z].+\.$/);
  });
});

// Promise: skips-generated, every-change-has-a-rule, skips-other-storage
describe.each(RULES.map((rule) => [rule.name, rule] as const))('rule %s', (name, rule) => {
  const folder = join(ROOT, name);
  it.each(casesIn(folder))('%s', (behaviour) => checkCase(join(folder, behaviour), rule));
});

/** Of each object of a case: `keeps` when it is expected as it was, with nothing said of it. */
function outcomesOf(folder: string): string[] {
  const expected = readCase(folder).expected as { outcome: string; changes?: unknown; findings?: unknown }[];
  return expected.map(({ outcome, changes, findings }) =>
    outcome === 'apply' && !changes && !findings ? 'keeps' : 'acts',
  );
}

function checkCase(folder: string, rule: Rule): void {
  const { objects, context, expected, update } = readCase(folder);
  const translations = objects.map((object) => translateObject(object, context, [rule]));
  const actual = plain(translations.map(summary));
  update(actual);
  translations.forEach(({ outcome, object, changes }, number) => {
    if (outcome !== 'apply') return;
    expect(JSON.stringify(replayChanges(objects[number], changes))).toBe(JSON.stringify(object));
    expect(applyPatch(structuredClone(objects[number]!), patchOf(changes)).newDocument).toEqual(object);
    expect(translateObject(object!, context, [rule]).changes).toEqual([]);
  });
  if (process.env.UPDATE !== '1') expect(actual).toEqual(expected);
}

function patchOf(changes: readonly { op: string; path: string; after?: unknown }[]): Operation[] {
  return changes.map(({ op, path, after }) => ({ op, path, value: after }) as Operation);
}
