import { path } from '../../../kube/fields.ts';
import { BY_WAL, field, OF_PATRONI } from './fields.ts';
import type { OperatorRecipe } from './recipe.ts';

const REPOSITORY = 'https://github.com/zalando/postgres-operator/blob/master';
const KIND = 'acid.zalan.do/postgresql';

/**
 * The operator owns nothing unless told to (`enable_owner_references`), and knows its own by labels. It makes what a new cluster needs
 * and stops at the first object that is there already (`Create` in pkg/cluster/cluster.go), but for Secrets, whose passwords it
 * keeps (`syncSecrets`).
 */
export const ZALANDO: OperatorRecipe = {
  name: 'postgres-operator of Zalando',
  images: ['zalando/postgres-operator', 'acid/postgres-operator'],
  kinds: [
    {
      kind: KIND,
      inactive: [field('spec.numberOfInstances', 0)],
      stop: `kubectl patch postgresqls.acid.zalan.do NAME -n NAMESPACE --type merge -p '{"spec":{"numberOfInstances":0}}'`,
      ready: { at: path('status.PostgresClusterStatus'), is: ['Running'] },
      claims: { by: 'names', how: 'the operator finds them by their names (pgdata-<cluster>-<number>)' },
      data: {
        recovers: BY_WAL,
        apart: OF_PATRONI,
        hook: {
          use: 'postgresql',
          pods: (name) => `application=spilo,cluster-name=${name}`,
          container: 'postgres',
        },
      },
      source: `${REPOSITORY}/docs/administrator.md, ${REPOSITORY}/pkg/cluster/cluster.go`,
    },
  ],
  leavesBehind: [
    {
      kinds: ['/Service', '/Endpoints', 'apps/StatefulSet', 'apps/Deployment', 'policy/PodDisruptionBudget'],
      of: ({ metadata: { namespace, labels = {} } }) => {
        const cluster = labels['cluster-name'];
        const isOfOperator = labels.application === 'spilo' || labels.application === 'db-connection-pooler';
        return cluster !== undefined && isOfOperator ? `${namespace}/${cluster}` : undefined;
      },
      owner: KIND,
      why: 'the operator makes it again for postgresql NAME, and stops where it finds one',
    },
  ],
};
