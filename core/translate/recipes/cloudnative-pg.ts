import { annotated, BY_WAL } from './fields.ts';
import type { OperatorRecipe } from './recipe.ts';

const REPOSITORY = 'https://github.com/cloudnative-pg/cloudnative-pg/blob/main';

/**
 * A cluster that is new to the operator takes over claims without an owner that have its label and a serial (`getOrphanPVCs` in
 * internal/controller/cluster_restore.go): from these it knows the primary, and that nothing is to be initialized. A claim that
 * has an owner is passed over, and its cluster is never marked as initialized.
 */
export const CLOUDNATIVE_PG: OperatorRecipe = {
  name: 'CloudNativePG',
  images: ['cloudnative-pg/cloudnative-pg'],
  kinds: [
    {
      kind: 'postgresql.cnpg.io/Cluster',
      inactive: [annotated('cnpg.io/hibernation', 'on')],
      stop: 'kubectl annotate clusters.postgresql.cnpg.io NAME -n NAMESPACE --overwrite cnpg.io/hibernation=on',
      ready: { condition: 'Ready' },
      claims: {
        by: 'orphans',
        how: 'the operator takes over claims without an owner that have its label cnpg.io/cluster and the annotation cnpg.io/nodeSerial',
      },
      data: {
        recovers: BY_WAL,
        apart:
          'one that was copied later than the primary may be ahead of it in the target, and is made again when its claim and its pod are deleted there',
        // Of its own user: `local all all peer` (docs/src/postgresql_conf.md); the variables of the pod have the socket.
        hook: {
          use: 'postgresql',
          pods: (name) => `cnpg.io/cluster=${name},cnpg.io/podRole=instance`,
          container: 'postgres',
        },
      },
      source: `${REPOSITORY}/internal/controller/cluster_restore.go, https://cloudnative-pg.io/documentation/current/declarative_hibernation/`,
    },
  ],
};
