import { path } from '../../../kube/fields.ts';
import { edit, valuesAt } from '../edit.ts';
import { clusterNameIn } from '../names.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { changed, KEEP } from '../verdicts.ts';

/** Objects of cluster scope that serve one namespace, and where they name it. Nothing refers to them by name. */
const SERVED_NAMESPACE = {
  'rbac.authorization.k8s.io/ClusterRoleBinding': path('subjects.*.namespace'),
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': path('webhooks.*.clientConfig.service.namespace'),
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': path('webhooks.*.clientConfig.service.namespace'),
} as const;

export const partClusterBindings: Rule = {
  name: 'part-cluster-bindings',
  description:
    'A cluster-wide binding or webhook of a namespace with a new name gets a new name too, so that it does not take the place of its original.',
  appliesTo: Object.keys(SERVED_NAMESPACE),
  apply(object, context) {
    const where = SERVED_NAMESPACE[kindKey(object) as keyof typeof SERVED_NAMESPACE];
    const mapped = valuesAt(object, where).find(
      ({ value }) => context.mappings.namespaces[String(value)] !== undefined,
    );
    if (!mapped) return KEEP;
    return changed(
      object,
      edit(object, path('metadata.name'), (name) => clusterNameIn(String(name), String(mapped.value), context)),
    );
  },
};
