import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { translateObject } from '../../../core/translate/pipeline.ts';
import { casesIn, FIXTURES, readCase } from './support.ts';

const ROOT = join(FIXTURES, 'rules');
const folders = readdirSync(ROOT).flatMap((rule) => casesIn(join(ROOT, rule)).map((name) => join(ROOT, rule, name)));

it('adds no label to any object, by which Argo CD or Flux would take it for changed', () => {
  const added = folders.flatMap((folder) => {
    const { objects, context } = readCase(folder);
    return objects.flatMap((object) => {
      const labels = Object.keys(translateObject(object, context).object?.metadata.labels ?? {});
      const before = Object.keys(object.metadata.labels ?? {});
      return labels.filter((name) => !before.includes(name)).map((name) => `${folder}: ${name}`);
    });
  });
  expect(folders.length).toBeGreaterThan(150);
  expect(added).toEqual([]);
});
