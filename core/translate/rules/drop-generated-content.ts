import { annotationOf, fieldAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { kindKey } from '../pod-templates.ts';
import { LAST_APPLIED } from '../privacy.ts';
import type { Rule } from '../rule.ts';
import { drop, KEEP } from '../verdicts.ts';

/** Objects that a controller puts into every namespace, by `group/Kind name`. */
export const IN_EVERY_NAMESPACE: Record<string, string> = {
  '/ConfigMap kube-root-ca.crt': 'the controller manager puts the own CA of the target into each namespace',
  '/ConfigMap openshift-service-ca.crt': 'OpenShift puts its own CA into each namespace',
  '/ConfigMap istio-ca-root-cert': 'Istio puts its own CA into each namespace',
};

/** What the API server keeps in namespace `default` to reach itself. */
export const OF_THE_API_SERVER: readonly string[] = [
  '/Service kubernetes',
  '/Endpoints kubernetes',
  'discovery.k8s.io/EndpointSlice kubernetes',
];

const LEADER = 'control-plane.alpha.kubernetes.io/leader';

export const dropGeneratedContent: Rule = {
  name: 'drop-generated-content',
  description: 'What every namespace gets by itself (default service account, CA bundles) is left to the target.',
  appliesTo: ['/ConfigMap', '/ServiceAccount', '/Service', '/Endpoints', 'discovery.k8s.io/EndpointSlice'],
  apply(object) {
    const key = `${kindKey(object)} ${object.metadata.name}`;
    const generated = IN_EVERY_NAMESPACE[key];
    if (generated) return drop(generated);
    if (object.metadata.namespace === 'default' && OF_THE_API_SERVER.includes(key)) {
      return drop('the API server of the target makes its own');
    }
    if (annotationOf(object, LEADER)) return drop('it is the lock of a leader election of the source');
    return isUntouchedDefaultAccount(object) ? drop('each namespace gets its own default service account') : KEEP;
  },
};

/** A default account that somebody gave a role, pull secrets or labels is the user's work, and is kept. */
function isUntouchedDefaultAccount(object: KubeObject): boolean {
  if (kindKey(object) !== '/ServiceAccount' || object.metadata.name !== 'default') return false;
  const { labels = {}, annotations = {} } = object.metadata;
  const isMarked = Object.keys(labels).length > 0 || Object.keys(annotations).some((name) => name !== LAST_APPLIED);
  const isSet = ['imagePullSecrets', 'automountServiceAccountToken'].some(
    (field) => fieldAt(object, field) !== undefined,
  );
  return !isMarked && !isSet;
}
