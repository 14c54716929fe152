import type { HookRecipe } from './hook-recipe.ts';

const CLIENT = `set -eu
REDISCLI_AUTH=\${REDISCLI_AUTH:-\${REDIS_PASSWORD:-\${VALKEY_PASSWORD:-}}}
if [ -z "$REDISCLI_AUTH" ] && [ -r "\${REDIS_PASSWORD_FILE:-\${VALKEY_PASSWORD_FILE:-}}" ]; then REDISCLI_AUTH=$(cat "\${REDIS_PASSWORD_FILE:-$VALKEY_PASSWORD_FILE}"); fi
[ -z "$REDISCLI_AUTH" ] || export REDISCLI_AUTH
client=$(command -v redis-cli || command -v valkey-cli)
`;

export const redis: HookRecipe = {
  title: 'Redis and Valkey',
  does: 'BGSAVE, awaited',
  before: `${CLIENT}persistence() { "$client" INFO persistence | tr -d '\\r'; }
busy() { persistence | grep -q '^rdb_bgsave_in_progress:1$'; }
while busy; do sleep 1; done
was=$("$client" LASTSAVE)
sleep 1
answer=$("$client" BGSAVE SCHEDULE)
case $answer in *started*|*scheduled*) ;; *) echo "the background save was refused: $answer" >&2; exit 1 ;; esac
until [ "$("$client" LASTSAVE)" != "$was" ]; do
  sleep 1
  if persistence | grep -q '^rdb_last_bgsave_status:err'; then echo 'the background save has failed' >&2; exit 1; fi
done`,
  after: 'exit 0',
  proves: 'Everything written before the hook is in dump.rdb of the snapshot.',
  needs: 'redis-cli or valkey-cli; a password in REDIS_PASSWORD, VALKEY_PASSWORD or REDISCLI_AUTH',
  freezes: false,
  timeoutSeconds: 240,
  source: 'https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/',
};
