import { isRecord, listAt, mapAt, pointer } from '../../../kube/fields.ts';
import { POD_KINDS, podTemplatesOf } from '../pod-templates.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { KEEP, warning } from '../verdicts.ts';

type Labels = Record<string, string>;

export const checkNodePlacement: Rule = {
  name: 'check-node-placement',
  description:
    'Node selectors and required node affinity are kept, and compared with the labels that nodes of the target have.',
  appliesTo: POD_KINDS,
  apply(object, context) {
    if (context.target.nodeLabels.length === 0) return KEEP;
    const findings = podTemplatesOf(object).flatMap(({ template, at }) =>
      check(template, at, context.target.nodeLabels),
    );
    return findings.length > 0 ? { do: 'keep', findings } : KEEP;
  },
};

function check(template: unknown, at: string[], nodes: Labels[]): RuleFinding[] {
  const selector = Object.entries(mapAt(template, 'spec.nodeSelector'));
  const findings: RuleFinding[] = [];
  if (selector.length > 0 && !nodes.some((labels) => selector.every(([key, value]) => labels[key] === value))) {
    const text = selector.map(([key, value]) => `${key}=${value}`).join(', ');
    findings.push(
      warning(
        pointer([...at, 'spec', 'nodeSelector']),
        `No node of the target has the labels ${text}; its pods wait until one has.`,
      ),
    );
  }
  const affinity = ['spec', 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'];
  const terms = listAt(template, [...affinity, 'nodeSelectorTerms']);
  if (terms.length > 0 && !nodes.some((labels) => terms.some((term) => fits(term, labels)))) {
    findings.push(
      warning(
        pointer([...at, ...affinity]),
        'No node of the target fits the required node affinity; its pods wait until one does.',
      ),
    );
  }
  return findings;
}

/** Gt, Lt and matchFields are not judged (core/v1 NodeSelectorRequirement). */
function fits(term: unknown, labels: Labels): boolean {
  return listAt(term, 'matchExpressions').every((expression) => {
    if (!isRecord(expression)) return true;
    const key = String(expression.key);
    const values = listAt(expression, 'values').map(String);
    const has = Object.hasOwn(labels, key);
    const isOne = has && values.includes(labels[key]!);
    return { In: isOne, NotIn: !isOne, Exists: has, DoesNotExist: !has }[String(expression.operator)] ?? true;
  });
}
