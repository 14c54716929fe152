import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replayChanges, translateObject } from '../../../core/translate/pipeline.ts';
import { casesIn, FIXTURES, plain, readCase, summary } from './support.ts';

const ROOT = join(FIXTURES, 'translate');

describe('translating a workload', () => {
  const cases = casesIn(ROOT);

  it('has cases', () => expect(cases.length).toBeGreaterThan(0));

  it.each(cases)('%s', (behaviour) => {
    const { objects, context, expected, update } = readCase(join(ROOT, behaviour));
    const translations = objects.map((object) => translateObject(object, context));
    const actual = plain(translations.map(summary));
    update(actual);
    translations.forEach(({ outcome, object, changes }, number) => {
      if (outcome !== 'apply') return;
      expect(JSON.stringify(replayChanges(objects[number], changes))).toBe(JSON.stringify(object));
      expect(translateObject(object!, context)).toMatchObject({ outcome: 'apply', changes: [] });
    });
    if (process.env.UPDATE !== '1') expect(actual).toEqual(expected);
  });
});
