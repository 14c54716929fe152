import { fieldAt, isRecord, type Path, path } from '../../kube/fields.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { valuesAt } from './edit.ts';
import { kindKey } from './pod-templates.ts';
import { GLOBAL_POLICIES, NAMESPACE_LABELS } from './tables/policy-engines.ts';

/**
 * Whether a network policy of cluster scope may hold pods of these namespaces: unless its selectors name others. What a
 * selector says by labels is not known here, so that it counts as if it meant them.
 */
export function mayHold(object: KubeObject, namespaces: ReadonlySet<string>): boolean {
  if (!GLOBAL_POLICIES.includes(kindKey(object))) return false;
  const named = SELECTORS.flatMap((at) => valuesAt(object, at).flatMap(({ value }) => namedBy(value) ?? []));
  return named.length === 0 || named.some((name) => namespaces.has(name));
}

/** Calico's expressions, then selectors of labels as of Cilium, of EKS and of the network policy working group. */
const SELECTORS: readonly Path[] = [
  path('spec.namespaceSelector'),
  path('spec.selector'),
  path('spec.endpointSelector'),
  path('specs.*.endpointSelector'),
  path('spec.subject.namespaces'),
  path('spec.subject.pods.namespaceSelector'),
];

const namedBy = (selector: unknown): string[] | undefined =>
  typeof selector === 'string' ? namedInExpression(selector) : namedInLabels(selector);

/** `projectcalico.org/name in {"shop", "pay"}`: the names that one such condition, and all of it, asks for. */
const CONDITION =
  /(?:projectcalico\.org\/(?:name|namespace)|kubernetes\.io\/metadata\.name)\s*(==|in)\s*(\{[^}]*\}|"[^"]*"|'[^']*')/g;

/** An expression with an alternative, or one that excludes, may mean any namespace. */
function namedInExpression(expression: string): string[] | undefined {
  const conditions = [...expression.matchAll(CONDITION)];
  if (conditions.length !== 1 || /\|\||!(?!=)|not\s+in/.test(expression)) return undefined;
  return quotedIn(conditions[0]![2]!);
}

const quotedIn = (text: string) =>
  [...text.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, one, other]) => one ?? other ?? '');

function namedInLabels(selector: unknown): string[] | undefined {
  if (!isRecord(selector)) return undefined;
  const labels = isRecord(selector.matchLabels) ? selector.matchLabels : {};
  const byLabel = NAMESPACE_LABELS.flatMap((label) => (typeof labels[label] === 'string' ? [labels[label]] : []));
  if (byLabel.length > 0) return byLabel;
  const terms = valuesAt(selector, ['matchExpressions', '*']).map(({ value }) => value);
  const term = terms.find(
    (each) => NAMESPACE_LABELS.includes(String(fieldAt(each, 'key'))) && fieldAt(each, 'operator') === 'In',
  );
  return term === undefined ? undefined : valuesAt(term, ['values', '*']).map(({ value }) => String(value));
}

/** An expression of Calico in which each namespace that it names is the one that `rename` says. */
export const renamedInExpression = (expression: string, rename: (name: string) => string): string =>
  expression.replace(NAMED, (condition, names: string) =>
    condition.replace(
      names,
      names.replace(/(["'])([^"']*)\1/g, (_, quote, name) => `${quote}${rename(name)}${quote}`),
    ),
  );

const NAMED = new RegExp(CONDITION.source.replace('(==|in)', '(?:==|!=|(?:not\\s+)?in)'), 'g');
