import { isRecord, listAt, type Path, path, pointer } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { cloudOf, isBetweenClouds, type TranslationContext } from '../context.ts';
import { edit, setField, valuesAt } from '../edit.ts';
import { aloneIn, labelInTarget } from '../node-labels.ts';
import { kindKey, POD_KINDS, POD_TEMPLATES } from '../pod-templates.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { SPOT_OF_AKS, ZONE_OF_DISKS, ZONES_IN_CLASSES } from '../tables/node-labels.ts';
import { changed, KEEP, warning } from '../verdicts.ts';

const AFFINITY = path('spec.affinity.nodeAffinity');
const REQUIRED: Path = [...AFFINITY, 'requiredDuringSchedulingIgnoredDuringExecution'];
const PREFERRED: Path = [...AFFINITY, 'preferredDuringSchedulingIgnoredDuringExecution'];
const SELECTOR = path('spec.nodeSelector');
const TOLERATIONS = path('spec.tolerations');
const TOPOLOGY_KEYS: readonly Path[] = [
  path('spec.topologySpreadConstraints.*.topologyKey'),
  ...['podAffinity', 'podAntiAffinity'].flatMap((kind) => [
    path(`spec.affinity.${kind}.requiredDuringSchedulingIgnoredDuringExecution.*.topologyKey`),
    path(`spec.affinity.${kind}.preferredDuringSchedulingIgnoredDuringExecution.*.podAffinityTerm.topologyKey`),
  ]),
];
const NEGATIVE = ['NotIn', 'DoesNotExist'];
const CLASS_KEYS = path('allowedTopologies.*.matchLabelExpressions.*.key');

export const mapNodeLabels: Rule = {
  name: 'map-node-labels',
  description:
    'Between two clouds, labels and taints of nodes become those of the target; what no node there can have is removed, and named.',
  appliesTo: [...POD_KINDS, 'storage.k8s.io/StorageClass'],
  apply(object, context) {
    if (!isBetweenClouds(context)) return KEEP;
    const template = POD_TEMPLATES[kindKey(object)];
    if (!template) return changed(object, mapClass(object, context));
    const lost: RuleFinding[] = [];
    const steps = [mapSelector, mapRequired, mapPreferred, mapTopologyKeys, mapTolerations];
    return changed(
      object,
      steps.reduce((current, step) => step(current, template, context, lost), object),
      lost,
    );
  },
};

type Step = (object: KubeObject, template: Path, context: TranslationContext, lost: RuleFinding[]) => KubeObject;

const mapSelector: Step = (object, template, context, lost) =>
  edit(object, [...template, ...SELECTOR], (selector, at) => {
    if (!isRecord(selector)) return selector;
    const entries = Object.entries(selector);
    const mapped = entries.flatMap(([label, value]): [string, unknown][] => {
      const there = labelInTarget(label, [String(value)], context);
      if (there) return [[there.label, there.values[0]]];
      if (!aloneIn(label, context)) return [[label, value]];
      lost.push(removed([...at, label], `${label}=${value}`));
      return [];
    });
    if (mapped.length === entries.length && mapped.every(([label], at) => label === entries[at]![0])) return selector;
    return mapped.length > 0 ? Object.fromEntries(mapped) : undefined;
  });

/** Terms are alternatives: one of which nothing is left is true of every node, and so then is the whole. */
const mapRequired: Step = (object, template, context, lost) =>
  edit(object, [...template, ...REQUIRED], (required, at) => {
    const terms = listAt(required, 'nodeSelectorTerms');
    const mapped = terms.map((term, each) =>
      mapTerm(term, [...at, 'nodeSelectorTerms', String(each)], context, (at, text) => lost.push(removed(at, text))),
    );
    if (mapped.some((term) => term === undefined)) return undefined;
    return mapped.every((term, each) => term === terms[each])
      ? required
      : setField(required, ['nodeSelectorTerms'], mapped);
  });

const mapPreferred: Step = (object, template, context) => {
  const mapped = edit(object, [...template, ...PREFERRED, '*'], (wish, at) => {
    const term = isRecord(wish) ? mapTerm(wish.preference, at, context, () => {}) : wish;
    if (term === undefined) return undefined;
    return isRecord(wish) && term !== wish.preference ? { ...wish, preference: term } : wish;
  });
  return mapped === object
    ? object
    : edit(mapped, [...template, ...PREFERRED], (list) =>
        Array.isArray(list) && list.length === 0 ? undefined : list,
      );
};

/** Undefined where nothing of it is left. */
function mapTerm(
  term: unknown,
  at: string[],
  context: TranslationContext,
  lose: (at: string[], text: string) => void,
): unknown {
  const mapped = edit(term, path('matchExpressions.*'), (expression, where) => {
    if (!isRecord(expression)) return expression;
    const [key, values] = [String(expression.key), listAt(expression, 'values').map(String)];
    const there = labelInTarget(key, values, context);
    if (there) return { ...expression, key: there.label, ...(values.length > 0 ? { values: there.values } : {}) };
    if (!aloneIn(key, context)) return expression;
    // True of every node that does not have the label.
    if (NEGATIVE.includes(String(expression.operator))) return undefined;
    lose([...at, ...where], [key, expression.operator, values.join(', ')].filter(Boolean).join(' '));
    return undefined;
  });
  if (mapped === term) return term;
  const isEmpty = listAt(mapped, 'matchExpressions').length === 0 && listAt(mapped, 'matchFields').length === 0;
  return isEmpty ? undefined : mapped;
}

const mapTopologyKeys: Step = (object, template, context) =>
  TOPOLOGY_KEYS.reduce(
    (current, where) =>
      edit(current, [...template, ...where], (key) => labelInTarget(String(key), [], context)?.label ?? key),
    object,
  );

/** No node of the target has the taints of another cloud; those of spot nodes of AKS are set without anybody's doing. */
const mapTolerations: Step = (object, template, context) => {
  const bare = edit(object, [...template, ...TOLERATIONS], (list) => {
    if (!Array.isArray(list)) return list;
    const kept = list.filter((each) => !aloneIn(String(isRecord(each) ? each.key : ''), context));
    return kept.length === list.length ? list : kept.length > 0 ? kept : undefined;
  });
  if (cloudOf(context.target) !== 'azure') return bare;
  return edit(bare, template, (pod) => {
    const { label, toleration } = SPOT_OF_AKS;
    const tolerations = listAt(pod, TOLERATIONS);
    if (!asksFor(pod, label, toleration.value)) return pod;
    if (tolerations.some((each) => isRecord(each) && each.key === toleration.key)) return pod;
    return setField(pod, TOLERATIONS, [...tolerations, toleration]);
  });
};

function asksFor(pod: unknown, label: string, value: string): boolean {
  const selected = valuesAt(pod, [...SELECTOR, label]).map((each) => each.value);
  const terms = [...REQUIRED, ...path('nodeSelectorTerms.*.matchExpressions.*')];
  const wishes = [...PREFERRED, ...path('*.preference.matchExpressions.*')];
  const inTerms = [terms, wishes].flatMap((where) => valuesAt(pod, where).map((each) => each.value));
  return (
    selected.includes(value) ||
    inTerms.some((each) => isRecord(each) && each.key === label && listAt(each, 'values').includes(value))
  );
}

const mapClass = (object: KubeObject, { target }: TranslationContext) =>
  edit(object, CLASS_KEYS, (key) => (ZONES_IN_CLASSES.includes(String(key)) ? ZONE_OF_DISKS[cloudOf(target)] : key));

const removed = (at: string[], what: string) =>
  warning(
    pointer(at),
    `Its pods asked for nodes with ${what}, which no node of the target has; that is removed, and they may run on any node. Name labels of the target's nodes by a rule of your own if it matters.`,
  );
