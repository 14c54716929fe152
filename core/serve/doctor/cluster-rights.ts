import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { MOVING, READING, type RightsRule } from '../../base/access/cluster-rights.ts';
import { type Attributes, reviewAccess } from '../../base/access/review-access.ts';
import type { Rights } from '../../base/ports/rights.ts';
import type { Route } from '../../base/request/route.ts';

/**
 * What RBAC says to what runs do in a source that is none of EKS, and to their Jobs in the namespaces of `moved`; the server keeps nothing
 * of a review. `rules` are what is to be allowed everywhere.
 */
export const clusterRights = (
  open: () => Promise<Pick<ClusterApi, 'create'>>,
  moved: readonly string[] = [],
  rules: readonly RightsRule[] = READING,
): Rights => ({
  async tryOut() {
    const api = await open();
    const asked = [
      ...attributesOf(rules),
      ...moved.flatMap((namespace) => attributesOf(MOVING).map((each) => ({ ...each, namespace }))),
    ];
    return Promise.all(asked.map((attributes) => reviewAccess(api, attributes)));
  },
});

/** The namespaces of a route whose claims its runs may copy by Jobs, as far as the route names them: a plan looks at any other. */
export const movedNamespaces = ({ source, limits }: Pick<Route, 'source' | 'limits'>): readonly string[] =>
  source.kind === 'kubernetes' && source.mover ? (limits.namespaces ?? []) : [];

const attributesOf = (rules: readonly RightsRule[]): Attributes[] =>
  rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => ({ group, resource, verb })))),
  );
