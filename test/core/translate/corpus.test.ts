import { join } from 'node:path';
import fc from 'fast-check';
import { applyPatch, type Operation } from 'fast-json-patch';
import { describe, expect, it } from 'vitest';
import { replayChanges, translateObject } from '../../../core/translate/pipeline.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { BASES, changedObject } from '../../corpus/objects.ts';
import { recordedTypes } from '../../corpus/schema.ts';
import { contextFor, deepFreeze, FIXTURES, readCase } from './support.ts';

const TYPES = recordedTypes();
const OF_OPERATORS = ['operator-strimzi', 'operator-percona-xtradb']
  .flatMap((name) => readCase(join(FIXTURES, 'translate', name)).objects)
  .filter(({ apiVersion, kind }) => TYPES.ofKind.has(`${apiVersion} ${kind}`));
const OBJECTS = [...BASES, ...OF_OPERATORS];

const CONTEXTS = [
  { profile: 'migrate' },
  { profile: 'clone' },
  {
    profile: 'clone',
    start: 'scaled-down',
    isolate: true,
    mappings: {
      namespaces: { shop: 'shop-test' },
      images: { 'quay.io': 'mirror.example/quay' },
      hosts: { '*.example.com': '*.dev.example.com' },
      storageClasses: { mystery: 'gp3' },
      zones: { 'eu-west-1a': 'eu-central-1b' },
      roles: { 'arn:aws:iam::111111111111:role/reader': 'arn:aws:iam::222222222222:role/reader' },
    },
  },
];

/** Holds for objects of every kind with fields that nobody thought of: what they are is the API server's own description. */
function forAll(judge: (source: KubeObject, context: ReturnType<typeof contextFor>) => void): void {
  const context = fc.constantFrom(...CONTEXTS);
  fc.assert(
    fc.property(changedObject(OBJECTS, TYPES), context, (source, overrides) =>
      judge(deepFreeze(structuredClone(source)), contextFor([source], overrides)),
    ),
    { numRuns: 600 },
  );
}

describe('what the description of the API allows', () => {
  it('covers every kind that it has with a base', () => {
    const kinds = new Set(OBJECTS.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
    const WITHOUT = ['kafka.strimzi.io/v1 KafkaUser'];
    expect([...TYPES.ofKind.keys()].filter((kind) => !kinds.has(kind)).toSorted()).toEqual(WITHOUT);
  });

  // Promise: every-change-has-a-rule
  it('is translated by changes that replay to the very output', () => {
    forAll((source, context) => {
      const { outcome, object, changes } = translateObject(source, context);
      if (outcome !== 'apply') return;
      expect(JSON.stringify(replayChanges(source, changes))).toBe(JSON.stringify(object));
      const patch = changes.map(({ op, path, after }) => ({ op, path, value: after }) as Operation);
      expect(applyPatch(structuredClone(source), patch).newDocument).toEqual(object);
    });
  });

  it('is settled: translated again, nothing changes', () => {
    forAll((source, context) => {
      const { object } = translateObject(source, context);
      if (object) expect(translateObject(object, context)).toMatchObject({ outcome: 'apply', changes: [] });
    });
  });
});
