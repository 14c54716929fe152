import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { READING } from '../../base/access/cluster-rights.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { Rights, Trial } from '../../base/ports/rights.ts';

/** What RBAC says to what runs do in a source that is none of EKS; the server keeps nothing of a review. */
export const clusterRights = (open: () => Promise<Pick<ClusterApi, 'create'>>): Rights => ({
  async tryOut() {
    const api = await open();
    const asked = READING.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => ({ group, resource, verb })))),
    );
    return Promise.all(asked.map((attributes) => review(api, attributes)));
  },
});

/** https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/ */
async function review(
  api: Pick<ClusterApi, 'create'>,
  resourceAttributes: { group: string; resource: string; verb: string },
): Promise<Trial> {
  const { group, resource, verb } = resourceAttributes;
  const action = `${verb} ${resource}.${group}`;
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
