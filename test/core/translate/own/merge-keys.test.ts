import { expect, it } from 'vitest';
import { isMergedSet, mergeKeyOf, OWN_GROUPS } from '../../../../core/translate/own/merge-keys.data.ts';
import { builtinResources } from '../../../../emulator/kubernetes/discovery/builtin.ts';
import type { Schema } from '../../../../emulator/kubernetes/schema/schema.ts';

/**
 * Every list within a type, without its status, which no rule of one's own has a use for; without sets and `claims`, which only a
 * server-side apply merges, and variables of admission policies.
 */
function* listsIn(schema: Schema, at: string[] = []): Generator<{ at: string[]; key: string | undefined }> {
  if (at.length > 12 || at[0] === 'status' || at.includes('managedFields')) return;
  if (schema.is === 'list') {
    if (schema.mergeKey !== '' && !['claims', 'variables'].includes(at.at(-1) ?? ''))
      yield { at, key: schema.mergeKey };
    yield* listsIn(schema.of, at);
  } else if (schema.is === 'struct') for (const [name, field] of schema.fields) yield* listsIn(field, [...at, name]);
}

it("knows the merge key of each list of Kubernetes' own kinds, as its OpenAPI has it", () => {
  const wrong = new Set<string>();
  let lists = 0;
  for (const { group, kind, schema } of builtinResources()) {
    if (!OWN_GROUPS.includes(group)) continue;
    for (const { at, key } of listsIn(schema)) {
      lists += 1;
      const known = mergeKeyOf(at);
      if (known !== key) wrong.add(`${kind} ${at.join('.')}: ${known} is known, and it is ${key}`);
    }
  }
  expect([...wrong]).toEqual([]);
  expect(lists).toBeGreaterThan(500);
});

it('merges finalizers as a set, wherever metadata is', () => {
  expect(isMergedSet(['metadata', 'finalizers'])).toBe(true);
  expect(isMergedSet(['spec', 'template', 'metadata', 'finalizers'])).toBe(true);
  expect(isMergedSet(['spec', 'finalizers'])).toBe(false);
});
