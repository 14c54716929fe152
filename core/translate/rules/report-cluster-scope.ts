import type { KubeObject } from '../../../kube/kube-object.ts';
import { memo } from '../../../kube/memo.ts';
import type { TranslationContext } from '../context.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { HARMLESS_CLUSTER_SCOPE, OWN_CLUSTER_SCOPE } from '../tables/risks.ts';
import { info, KEEP, warning } from '../verdicts.ts';

export const reportClusterScope: Rule = {
  name: 'report-cluster-scope',
  description:
    'Objects of cluster scope are named: they concern the whole target, and not the namespaces of the clone alone.',
  appliesTo: ['*'],
  apply(object, context) {
    const key = kindKey(object);
    if (object.metadata.namespace || OWN_CLUSTER_SCOPE.includes(key) || isNamespaced(object, context)) return KEEP;
    const tell = HARMLESS_CLUSTER_SCOPE.includes(key) ? info : warning;
    const sentence = `It is of cluster scope: it is there for the whole target, and not for the namespaces of the clone alone.`;
    return { do: 'keep', findings: [tell('', sentence)] };
  },
};

const namespacedIn = memo(
  (served: TranslationContext['target']['served']) =>
    new Set(served.filter(({ namespaced }) => namespaced).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)),
);

/** A manifest that names no namespace yet. */
const isNamespaced = ({ apiVersion, kind }: KubeObject, { target }: TranslationContext) =>
  namespacedIn(target.served).has(`${apiVersion} ${kind}`);
