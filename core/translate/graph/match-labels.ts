import { isRecord } from '../../../kube/fields.ts';

/** metav1.LabelSelector (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/). */
export interface LabelSelector {
  matchLabels: Record<string, unknown>;
  matchExpressions: { key: string; operator: string; values: unknown[] }[];
}

/**
 * The selector in a field: a map of labels, of which an empty one selects nothing, or a LabelSelector, of which an empty one
 * selects everything; undefined for anything else.
 */
export function selectorIn(value: unknown, form: 'labels' | 'selector'): LabelSelector | undefined {
  if (!isRecord(value)) return undefined;
  if (form === 'labels')
    return Object.keys(value).length > 0 ? { matchLabels: value, matchExpressions: [] } : undefined;
  const expressions = Array.isArray(value.matchExpressions) ? value.matchExpressions.filter(isRecord) : [];
  return {
    matchLabels: isRecord(value.matchLabels) ? value.matchLabels : {},
    matchExpressions: expressions.map(({ key, operator, values }) => ({
      key: String(key),
      operator: String(operator),
      values: Array.isArray(values) ? values : [],
    })),
  };
}

export function matches(labels: Record<string, unknown>, { matchLabels, matchExpressions }: LabelSelector): boolean {
  return (
    Object.entries(matchLabels).every(([name, value]) => labels[name] === value) &&
    matchExpressions.every(({ key, operator, values }) => {
      const has = Object.hasOwn(labels, key);
      if (operator === 'Exists') return has;
      if (operator === 'DoesNotExist') return !has;
      if (operator === 'In') return has && values.includes(labels[key]);
      return operator === 'NotIn' && !(has && values.includes(labels[key]));
    })
  );
}
