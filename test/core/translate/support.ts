import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments, stringify } from 'yaml';
import type { TranslationContext } from '../../../core/translate/context.ts';
import { addToIndex, startIndex } from '../../../core/translate/source-index.ts';
import type { Translation } from '../../../core/translate/translation.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';

export const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** `UPDATE=1` writes what came out as the new expectation: read the diff before committing it. */
const UPDATE = process.env.UPDATE === '1';

/** Folders that hold a case: `input.yaml`, `context.yaml` (what differs from the default), `expected.yaml`. */
export function casesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

export interface Case {
  objects: KubeObject[];
  context: TranslationContext;
  expected: unknown;
  update(actual: unknown): void;
}

export function readCase(folder: string): Case {
  const objects = parseAllDocuments(readFileSync(join(folder, 'input.yaml'), 'utf8')).map(
    (document) => document.toJS() as KubeObject,
  );
  const contextFile = join(folder, 'context.yaml');
  const overrides = existsSync(contextFile) ? parse(readFileSync(contextFile, 'utf8')) : {};
  const expectedFile = join(folder, 'expected.yaml');
  return {
    objects: deepFreeze(objects),
    context: deepFreeze(contextFor(objects, overrides)),
    expected: existsSync(expectedFile) ? parse(readFileSync(expectedFile, 'utf8')) : undefined,
    update: (actual) => {
      if (UPDATE) writeFileSync(expectedFile, stringify(actual, { lineWidth: 120, aliasDuplicateObjects: false }));
    },
  };
}

const DEFAULT_CONTEXT = parse(readFileSync(join(FIXTURES, 'translate', 'default-context.yaml'), 'utf8'));

/** The default context with the given parts laid over it, and the index of the objects. */
export function contextFor(objects: readonly KubeObject[], overrides: unknown = {}): TranslationContext {
  const { source } = merge(DEFAULT_CONTEXT, overrides) as TranslationContext;
  const index = startIndex(source.cloud);
  for (const object of objects) addToIndex(index, object);
  return merge({ ...DEFAULT_CONTEXT, index }, overrides) as TranslationContext;
}

/** What a person wants to check of a translation. */
export function summary(translation: Translation) {
  const { outcome, reason, rule, object, changes, findings } = translation;
  return {
    outcome,
    ...(reason ? { rule, reason } : {}),
    ...(findings.length > 0
      ? { findings: findings.map(({ severity, path, sentence }) => `${severity} ${path || '(whole)'}: ${sentence}`) }
      : {}),
    ...(changes.length > 0 ? { changes: changes.map(({ rule: by, op, path }) => `${by}: ${op} ${path}`) } : {}),
    ...(object ? { object } : {}),
  };
}

export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const each of Object.values(value)) deepFreeze(each);
  }
  return value;
}

function merge(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over === undefined ? base : over;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(base[key], over[key])]));
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
