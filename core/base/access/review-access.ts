import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../errors.ts';
import type { Trial } from '../ports/rights.ts';

/** What somebody wants to do in a cluster. */
export interface Attributes {
  group: string;
  resource: string;
  verb: string;
  namespace?: string;
}

/**
 * What the API server says to that, by all of its authorizers; it keeps nothing of a review.
 * https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/
 */
export async function reviewAccess(api: Pick<ClusterApi, 'create'>, resourceAttributes: Attributes): Promise<Trial> {
  const { group, resource, verb, namespace } = resourceAttributes;
  const action = `${verb} ${resource}${group && `.${group}`}${namespace ? ` in ${namespace}` : ''}`;
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
