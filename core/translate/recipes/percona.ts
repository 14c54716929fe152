import { path } from '../../../kube/fields.ts';
import { field } from './fields.ts';
import type { OperatedKind, OperatorRecipe } from './recipe.ts';

const pause = [field('spec.pause', true)];
const ready = { at: path('status.state'), is: ['ready'] };
const stop = (resource: string) =>
  `kubectl patch ${resource} NAME -n NAMESPACE --type merge -p '{"spec":{"pause":true}}'`;
const PAUSE = 'pause.html';

function database(
  kind: string,
  resource: string,
  more: Pick<OperatedKind, 'claims' | 'needs' | 'source'>,
): OperatedKind {
  return { kind, inactive: pause, stop: stop(resource), ready, ...more };
}

/** For MySQL: the StatefulSet of XtraDB Cluster mounts `datadir-<cluster>-pxc-<number>`. */
export const PERCONA_XTRADB: OperatorRecipe = {
  name: 'Percona Operator for MySQL (XtraDB Cluster)',
  images: ['percona-xtradb-cluster-operator'],
  kinds: [
    database('pxc.percona.com/PerconaXtraDBCluster', 'perconaxtradbclusters.pxc.percona.com', {
      claims: { by: 'names', how: 'the operator finds them by their names (datadir-<cluster>-pxc-<number>)' },
      source: `https://docs.percona.com/percona-operator-for-mysql/pxc/${PAUSE}`,
    }),
  ],
};

export const PERCONA_MYSQL: OperatorRecipe = {
  name: 'Percona Operator for MySQL',
  images: ['percona-server-mysql-operator'],
  kinds: [
    database('ps.percona.com/PerconaServerMySQL', 'perconaservermysqls.ps.percona.com', {
      claims: { by: 'names', how: 'the operator finds them by their names (datadir-<cluster>-mysql-<number>)' },
      source: `https://docs.percona.com/percona-operator-for-mysql/ps/${PAUSE}`,
    }),
  ],
};

/** The configuration of a replica set is data, and names its members by their Services. */
export const PERCONA_MONGODB: OperatorRecipe = {
  name: 'Percona Operator for MongoDB',
  images: ['percona-server-mongodb-operator'],
  kinds: [
    database('psmdb.percona.com/PerconaServerMongoDB', 'perconaservermongodbs.psmdb.percona.com', {
      claims: {
        by: 'names',
        how: 'the operator finds them by their names (mongod-data-<cluster>-<replica set>-<number>)',
      },
      needs:
        'its data names the members of the replica set by their namespace: keep its name, or have the operator set the replica set up again',
      source: `https://docs.percona.com/percona-operator-for-mongodb/${PAUSE}`,
    }),
  ],
};

/** Instances have names by chance, which the operator reads from labels of claims (`findAvailableInstanceNames`, instance.go). */
const BY_LABELS = {
  by: 'labels',
  how: 'the operator finds them by its labels (postgres-operator.crunchydata.com/cluster, instance-set, instance and role), and uses their instances again',
} as const;
const OF_PERCONA =
  'https://github.com/percona/percona-postgresql-operator/blob/main/internal/controller/postgrescluster/instance.go';

export const PERCONA_POSTGRESQL: OperatorRecipe = {
  name: 'Percona Operator for PostgreSQL',
  images: ['percona-postgresql-operator'],
  kinds: [
    database('pgv2.percona.com/PerconaPGCluster', 'perconapgclusters.pgv2.percona.com', {
      claims: BY_LABELS,
      source: OF_PERCONA,
    }),
    // The cluster that the operator makes of it, and that owns the claims: in a group of its own since version 3.
    ...['postgres-operator.crunchydata.com', 'upstream.pgv2.percona.com'].map(
      (group): OperatedKind => ({
        kind: `${group}/PostgresCluster`,
        inactive: [field('spec.shutdown', true)],
        stop: `${stop('perconapgclusters.pgv2.percona.com')}, or, without a PerconaPGCluster, kubectl patch postgresclusters.${group} NAME -n NAMESPACE --type merge -p '{"spec":{"shutdown":true}}'`,
        claims: BY_LABELS,
        source: OF_PERCONA,
      }),
    ),
  ],
};
