import type { HookRecipe } from './hook-recipe.ts';

/** The shell reads user and password from its environment: nothing of them is in an argument. */
const SHELL = `set -eu
client=$(command -v mongosh || command -v mongo)
run() { "$client" --quiet --norc --eval "const env = (name) => typeof process === 'undefined' ? '' : (process['env'][name] || ''); const admin = db.getSiblingDB('admin'); const user = env('MONGO_INITDB_ROOT_USERNAME') || env('MONGODB_ROOT_USER'); const pwd = env('MONGO_INITDB_ROOT_PASSWORD') || env('MONGODB_ROOT_PASSWORD'); if (pwd) admin.auth({ user: user || 'root', pwd }); $1"; }
`;

const UNLOCK = 'while (admin.currentOp({ fsyncLock: true }).fsyncLock) admin.fsyncUnlock();';

export const mongodb: HookRecipe = {
  title: 'MongoDB',
  does: 'fsyncLock, held until the snapshot is begun',
  before: `${SHELL}locked() { [ "$(run 'print(Boolean(admin.currentOp({ fsyncLock: true }).fsyncLock))' | tail -n 1)" = true ]; }
if locked; then exit 0; fi
( run "admin.fsyncLock(); const until = +new Date + $1 * 1000; while (+new Date < until && admin.currentOp({ fsyncLock: true }).fsyncLock) sleep(500); ${UNLOCK}" ) </dev/null >/dev/null 2>&1 &
holder=$!
until locked; do
  kill -0 "$holder" 2>/dev/null || { echo 'the lock was not given' >&2; exit 1; }
  sleep 1
done`,
  after: `${SHELL}run "${UNLOCK}"`,
  proves:
    'Everything written before the hook is on disk, and nothing was written from the hook to the snapshot; the session that holds the lock lets go at the latest when the longest freeze is over.',
  needs:
    'mongosh, and a user with the role hostManager (or root) where it asks for one, as the official image has it (MONGO_INITDB_ROOT_USERNAME, MONGO_INITDB_ROOT_PASSWORD)',
  freezes: true,
  timeoutSeconds: 120,
  source: 'https://www.mongodb.com/docs/manual/reference/method/db.fsyncLock/',
};
