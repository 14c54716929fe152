import type { HookRecipe } from './hook-recipe.ts';

/** `SLEEP` in the statement after the lock is how others see that the lock is held, and how it ends by itself. */
const CLIENT = `set -eu
secret() { if [ -n "$1" ]; then printf %s "$1"; elif [ -n "$2" ] && [ -r "$2" ]; then cat "$2"; fi; }
MYSQL_PWD=\${MYSQL_PWD:-$(secret "\${MYSQL_ROOT_PASSWORD:-\${MARIADB_ROOT_PASSWORD:-}}" "\${MYSQL_ROOT_PASSWORD_FILE:-\${MARIADB_ROOT_PASSWORD_FILE:-}}")}
export MYSQL_PWD
client=$(command -v mysql || command -v mariadb)
sql() { "$client" --user="\${MYSQL_HOOK_USER:-root}" --batch --skip-column-names -e "$1"; }
held() { sql "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT ''kubeferry'', SLEEP(%'"; }
`;

export const mysql: HookRecipe = {
  title: 'MySQL and MariaDB',
  does: 'FLUSH TABLES WITH READ LOCK, held until the snapshot is begun',
  before: `${CLIENT}if [ -n "$(held)" ]; then exit 0; fi
( sql "SET SESSION lock_wait_timeout = 60; FLUSH TABLES WITH READ LOCK; SELECT 'kubeferry', SLEEP($1)" ) </dev/null >/dev/null 2>&1 &
holder=$!
while [ -z "$(held)" ]; do
  kill -0 "$holder" 2>/dev/null || { echo 'the read lock was not given' >&2; exit 1; }
  sleep 1
done`,
  after: `${CLIENT}for id in $(held); do sql "KILL $id" || [ -z "$(held)" ]; done`,
  proves:
    'No table was written from the hook to the snapshot, MyISAM tables among them, and the binary log has one position; the lock ends with its own session, at the latest when the longest freeze is over.',
  needs:
    'mysql or mariadb, and a user with RELOAD, PROCESS and CONNECTION_ADMIN or SUPER (root, or the one in MYSQL_HOOK_USER)',
  freezes: true,
  timeoutSeconds: 120,
  source: 'https://dev.mysql.com/doc/refman/8.4/en/flush.html#flush-tables-with-read-lock',
};
