import type { HookRecipe } from './hook-recipe.ts';

const PSQL = `set -eu
secret() { if [ -n "$1" ]; then printf %s "$1"; elif [ -n "$2" ] && [ -r "$2" ]; then cat "$2"; fi; }
PGPASSWORD=\${PGPASSWORD:-$(secret "\${POSTGRES_PASSWORD:-\${POSTGRESQL_PASSWORD:-}}" "\${POSTGRES_PASSWORD_FILE:-\${POSTGRESQL_PASSWORD_FILE:-}}")}
PGUSER=\${PGUSER:-\${POSTGRES_USER:-postgres}}
PGDATABASE=\${PGDATABASE:-postgres}
export PGPASSWORD PGUSER PGDATABASE
`;

/** A snapshot of one moment is what a crash leaves, and PostgreSQL comes back from that by its log; a checkpoint makes it short. */
export const postgresql: HookRecipe = {
  title: 'PostgreSQL',
  does: 'CHECKPOINT',
  before: `${PSQL}exec psql -X -q -w -v ON_ERROR_STOP=1 -c CHECKPOINT`,
  after: 'exit 0',
  proves:
    'Everything committed before the hook is in the data files of the snapshot; what came after it is recovered from the log in the same snapshot, where data and log are on volumes of one node.',
  needs: 'psql, and a superuser or a role with pg_checkpoint',
  freezes: false,
  timeoutSeconds: 120,
  source: 'https://www.postgresql.org/docs/current/backup-file.html',
};
