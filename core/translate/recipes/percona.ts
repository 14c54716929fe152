import { path } from '../../../kube/fields.ts';
import { BY_WAL, field, OF_PATRONI } from './fields.ts';
import type { CopiedData, OperatedKind, OperatorRecipe } from './recipe.ts';

const pause = [field('spec.pause', true)];
const ready = { at: path('status.state'), is: ['ready'] };
const stop = (resource: string) =>
  `kubectl patch ${resource} NAME -n NAMESPACE --type merge -p '{"spec":{"pause":true}}'`;
const PAUSE = 'pause.html';
const BY_REDO_LOG = 'InnoDB starts from them as after a power cut, by its redo log';

function database(
  kind: string,
  resource: string,
  more: Pick<OperatedKind, 'claims' | 'needs' | 'data' | 'source'>,
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
      data: {
        recovers: BY_REDO_LOG,
        apart: 'the operator starts with the node that is furthest, and the others follow it (spec.pxc.autoRecovery)',
      },
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
      data: {
        recovers: BY_REDO_LOG,
        apart: 'the operator starts the group with the member that is furthest (spec.mysql.autoRecovery)',
      },
      needs:
        'its data names the members of its group by their namespace (report_host): keep its name, or have the operator make the group again',
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
      data: {
        recovers: 'WiredTiger starts from its last checkpoint, and plays its journal after it',
        apart: 'a member that is ahead of the primary that they elect rolls back what the others have not',
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
const POSTGRESQL: CopiedData = {
  recovers: BY_WAL,
  apart: OF_PATRONI,
  hook: {
    use: 'postgresql',
    pods: (name) => `postgres-operator.crunchydata.com/cluster=${name},postgres-operator.crunchydata.com/data=postgres`,
    container: 'database',
  },
};
const OF_PERCONA =
  'https://github.com/percona/percona-postgresql-operator/blob/main/internal/controller/postgrescluster/instance.go';

export const PERCONA_POSTGRESQL: OperatorRecipe = {
  name: 'Percona Operator for PostgreSQL',
  images: ['percona-postgresql-operator'],
  kinds: [
    database('pgv2.percona.com/PerconaPGCluster', 'perconapgclusters.pgv2.percona.com', {
      claims: BY_LABELS,
      data: POSTGRESQL,
      source: OF_PERCONA,
    }),
    // The cluster that the operator makes of it, and that owns the claims: in a group of its own since version 3.
    ...['postgres-operator.crunchydata.com', 'upstream.pgv2.percona.com'].map(
      (group): OperatedKind => ({
        kind: `${group}/PostgresCluster`,
        inactive: [field('spec.shutdown', true)],
        stop: `${stop('perconapgclusters.pgv2.percona.com')}, or, without a PerconaPGCluster, kubectl patch postgresclusters.${group} NAME -n NAMESPACE --type merge -p '{"spec":{"shutdown":true}}'`,
        claims: BY_LABELS,
        data: POSTGRESQL,
        source: OF_PERCONA,
      }),
    ),
  ],
};
