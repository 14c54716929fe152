import { isRecord, type Path, path } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { TranslationContext } from '../context.ts';
import { edit } from '../edit.ts';
import { kindKey, POD_KINDS, POD_TEMPLATES } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { changed } from '../verdicts.ts';
import { mappedLabelValue } from '../zones.ts';

const NODE_AFFINITY = 'spec.affinity.nodeAffinity';
const TERMS_IN_PODS = [
  path(`${NODE_AFFINITY}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms.*.matchExpressions.*`),
  path(`${NODE_AFFINITY}.preferredDuringSchedulingIgnoredDuringExecution.*.preference.matchExpressions.*`),
];
const SELECTOR_IN_PODS = path('spec.nodeSelector.*');
const REQUIREMENTS_OF_NODES = path('spec.template.spec.requirements.*');
const TOPOLOGY_OF_CLASS = path('allowedTopologies.*.matchLabelExpressions.*');

export const mapZones: Rule = {
  name: 'map-zones',
  description:
    'Zones and Regions in node selectors, node affinity and class topologies and node pools become those of the target, the same as for volumes.',
  appliesTo: [...POD_KINDS, 'storage.k8s.io/StorageClass', 'karpenter.sh/NodePool'],
  apply(object, context) {
    const template = POD_TEMPLATES[kindKey(object)];
    if (!template) {
      const where = object.kind === 'NodePool' ? REQUIREMENTS_OF_NODES : TOPOLOGY_OF_CLASS;
      return changed(object, mapTerms(object, where, context));
    }
    const selected = edit(object, [...template, ...SELECTOR_IN_PODS], (value, at) =>
      mappedLabelValue(at.at(-1)!, String(value), context),
    );
    return changed(
      object,
      TERMS_IN_PODS.reduce((current, where) => mapTerms(current, [...template, ...where], context), selected),
    );
  },
};

/** `{ key, operator, values }`: two zones that become one are named once. */
function mapTerms(object: KubeObject, where: Path, context: TranslationContext): KubeObject {
  return edit(object, where, (term) => {
    if (!isRecord(term) || !Array.isArray(term.values)) return term;
    const before = term.values.map(String);
    const after = [...new Set(before.map((value) => mappedLabelValue(String(term.key), value, context)))];
    return after.length === before.length && after.every((value, place) => value === before[place])
      ? term
      : { ...term, values: after };
  });
}
