import { RE2JS } from 're2js';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { VeleroConditions } from '../../base/request/velero-rules.ts';
import type { TranslationContext } from '../context.ts';
import { withoutSecretValues } from '../own/secret-values.ts';
import { globOf } from './glob.ts';
import { applyPatch, PatchFailure } from './json-patch.ts';
import { jsonOf } from './json-value.ts';
import { resourceOf } from './resource-of.ts';

/** Whether a modifier is about an object. Throws a sentence for conditions that Velero could not evaluate. */
export type Condition = (object: KubeObject, context: TranslationContext) => boolean;

/** In Velero's order, since only what comes to be evaluated can fail. Compiled once. */
export function conditionOf(conditions: VeleroConditions): Condition {
  const namespaces = conditions.namespaces.map(namespaceTest);
  const resource = globOf(conditions.groupResource, '.');
  const name = once(() => RE2JS.compile(conditions.resourceNameRegex));
  const matches = once(() =>
    conditions.matches.map(({ path, value }) => ({ op: 'test', path, from: '', value: jsonValue(path, value) })),
  );
  return (object, context) => {
    const { namespace, name: own, labels = {} } = object.metadata;
    if (namespace && namespaces.length > 0 && !namespaces.some((test) => test(namespace))) return false;
    if (!resource(resourceOf(object, context))) return false;
    if (conditions.resourceNameRegex !== '' && !name().matcher(own).find()) return false;
    if (!hasLabels(labels, conditions.labelSelector)) return false;
    return conditions.matches.length === 0 || hasValues(object, matches());
  };
}

/** Of a namespace that is no pattern there is none. */
function namespaceTest(pattern: string): (namespace: string) => boolean {
  try {
    return globOf(pattern, '');
  } catch {
    return () => false;
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function jsonValue(path: string, text: string): unknown {
  try {
    return JSON.parse(jsonOf(text)) as unknown;
  } catch {
    throw new Error(`the value of ${path} is no JSON`);
  }
}

/** A field that does not exist, or a part of its path, is no match; a place that its list has not is an error. */
function hasValues(object: KubeObject, matches: Parameters<typeof applyPatch>[1]): boolean {
  try {
    applyPatch(withoutSecretValues(object), matches);
    return true;
  } catch (error) {
    if (error instanceof PatchFailure && error.kind !== 'other') return false;
    throw error;
  }
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/ */
function hasLabels(labels: Record<string, string>, selector: VeleroConditions['labelSelector']): boolean {
  if (!selector) return true;
  const { matchLabels, matchExpressions } = selector;
  const own = new Map(Object.entries(labels));
  return (
    Object.entries(matchLabels).every(([key, value]) => own.get(key) === value) &&
    matchExpressions.every(({ key, operator, values }) => {
      const value = own.get(key);
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      const isOne = value !== undefined && values.includes(value);
      return operator === 'In' ? isOne : !isOne;
    })
  );
}
