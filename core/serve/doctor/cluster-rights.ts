import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { MOVING, READING, type RightsRule } from '../../base/access/cluster-rights.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { Rights, Trial } from '../../base/ports/rights.ts';
import type { Route } from '../../base/request/route.ts';

/**
 * What RBAC says to what runs do in a source that is none of EKS, and to their Jobs in the namespaces of `moved`; the server keeps nothing
 * of a review.
 */
export const clusterRights = (
  open: () => Promise<Pick<ClusterApi, 'create'>>,
  moved: readonly string[] = [],
): Rights => ({
  async tryOut() {
    const api = await open();
    const asked = [
      ...attributesOf(READING),
      ...moved.flatMap((namespace) => attributesOf(MOVING).map((each) => ({ ...each, namespace }))),
    ];
    return Promise.all(asked.map((attributes) => review(api, attributes)));
  },
});

/** The namespaces of a route whose claims its runs may copy by Jobs, as far as the route names them: a plan looks at any other. */
export const movedNamespaces = ({ source, limits }: Pick<Route, 'source' | 'limits'>): readonly string[] =>
  source.kind === 'kubernetes' && source.mover ? (limits.namespaces ?? []) : [];

interface Attributes {
  group: string;
  resource: string;
  verb: string;
  namespace?: string;
}

const attributesOf = (rules: readonly RightsRule[]): Attributes[] =>
  rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => ({ group, resource, verb })))),
  );

/** https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/ */
async function review(api: Pick<ClusterApi, 'create'>, resourceAttributes: Attributes): Promise<Trial> {
  const { group, resource, verb, namespace } = resourceAttributes;
  const action = `${verb} ${resource}.${group}${namespace ? ` in ${namespace}` : ''}`;
  const object = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    metadata: { name: '' },
    spec: { resourceAttributes },
  } as KubeObject;
  try {
    const { allowed, reason = '' } = ((await api.create(object, { manager: 'kubeferry' }))?.status ?? {}) as {
      allowed?: boolean;
      reason?: string;
    };
    return { action, answer: allowed ? 'allowed' : 'denied', said: reason || 'RBAC has no rule for it.' };
  } catch (error) {
    if (!(error instanceof KubeferryError)) throw error;
    return { action, answer: 'untold', said: error.message };
  }
}
