import { afterAll, describe, expect, it, vi } from 'vitest';
import { type AskedHook, commandsOf } from '../../../../../core/base/request/hooks/commands-of.ts';
import { HOOK_LIBRARY, HOOK_NAMES } from '../../../../../core/base/request/hooks/library.ts';
import { Request } from '../../../../../core/base/request/request.ts';
import { Container } from './in-a-container.ts';

const PASSWORD = 'hunter2-of-the-database';
const containers: Container[] = [];
afterAll(() => {
  for (const each of containers) each.remove();
});

/** A container with these programs, and the two commands of a hook in it. */
function hook(asked: AskedHook, programs: Record<string, string>, env: Record<string, string> = {}) {
  const container = new Container(programs, env);
  containers.push(container);
  const { before, after } = commandsOf(asked);
  return { container, begin: () => container.run(before), end: () => container.run(after) };
}

/** The library allows no freeze as short as this: the scripts get it as an argument. */
const SHORT = { freezeSeconds: 3 };
const LONG = { freezeSeconds: 20 };
const GOOD = { exitCode: 0, said: '' };

/** As util-linux' fsfreeze says it, by the errors of ioctl FIFREEZE and FITHAW. */
const FSFREEZE = `case $1 in
  --freeze) [ ! -e "$state/frozen" ] || { echo "fsfreeze: $2: freeze failed: Device or resource busy" >&2; exit 1; }
    touch "$state/frozen" ;;
  --unfreeze) [ -e "$state/frozen" ] || { echo "fsfreeze: $2: unfreeze failed: Invalid argument" >&2; exit 1; }
    rm "$state/frozen" ;;
esac`;
/** A server with one lock, which the session that holds it gives back when it ends. */
const MYSQL = `[ "$MYSQL_PWD" = '${PASSWORD}' ] || { echo 'Access denied' >&2; exit 1; }
case $* in
  *'READ LOCK'*) seconds=$(printf %s "$*" | sed 's/.*SLEEP(\\([0-9]*\\)).*/\\1/')
    echo $$ > "$state/frozen"; sleep "$seconds"; rm -f "$state/frozen" ;;
  *PROCESSLIST*) [ ! -e "$state/frozen" ] || cat "$state/frozen" ;;
  *KILL*) rm "$state/frozen" ;;
esac`;
const MONGOSH = `case $* in
  *fsyncLock\\(\\)*) seconds=$(printf %s "$*" | sed 's/.*+ \\([0-9]*\\) \\* 1000.*/\\1/')
    touch "$state/frozen"; sleep "$seconds"; rm -f "$state/frozen" ;;
  *print\\(*) [ -e "$state/frozen" ] && echo true || echo false ;;
  *fsyncUnlock*) rm -f "$state/frozen" ;;
esac`;

describe.concurrent.each([
  ['fsfreeze', { use: 'fsfreeze', path: '/tmp' }, { fsfreeze: FSFREEZE, sync: '' }, {}],
  ['mariadb', { use: 'mariadb' }, { mariadb: MYSQL }, { MARIADB_ROOT_PASSWORD: PASSWORD }],
  ['mongodb', { use: 'mongodb' }, { mongosh: MONGOSH }, { MONGO_INITDB_ROOT_PASSWORD: PASSWORD }],
] as const)('the freeze of %s', (_, asked, programs, env) => {
  it('holds from the one command to the other', async () => {
    const { container, begin, end } = hook({ ...asked, ...LONG }, programs, env);
    expect(await begin()).toEqual(GOOD);
    expect(container.has('frozen')).toBe(true);
    expect(await end()).toEqual(GOOD);
    expect(container.has('frozen')).toBe(false);
  });

  // Promise: freezes-end-by-themselves
  it('ends by itself when nobody ever comes to end it', async () => {
    const { container, begin } = hook({ ...asked, ...SHORT }, programs, env);
    expect(await begin()).toEqual(GOOD);
    await vi.waitFor(() => expect(container.has('frozen')).toBe(false), { timeout: 15_000, interval: 100 });
  });

  it('may begin and end twice, as commands do whose function was killed', async () => {
    const { container, begin, end } = hook({ ...asked, ...LONG }, programs, env);
    expect([await begin(), await begin()]).toEqual([GOOD, GOOD]);
    expect(container.has('frozen')).toBe(true);
    expect([await end(), await end()]).toEqual([GOOD, GOOD]);
    expect(container.has('frozen')).toBe(false);
  });
});

describe.concurrent('fsfreeze', () => {
  const asked = { use: 'fsfreeze', path: '/tmp', freezeSeconds: 1 } as const;

  it('is not thawed by the watch of the run before', async () => {
    const { container, begin, end } = hook(asked, { fsfreeze: FSFREEZE, sync: '' });
    const second = commandsOf({ ...asked, freezeSeconds: 30 }).before;
    await begin();
    await end();
    expect(await container.run(second)).toEqual(GOOD);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(container.has('frozen')).toBe(true);
    await end();
  });

  // Of the first one the watch is at it while the second attempt freezes; of the other it would be later.
  it.each([1, 3])('is not thawed by the watch of an attempt that was killed, after %i s', async (seconds) => {
    const { container, begin, end } = hook({ ...asked, freezeSeconds: seconds }, { fsfreeze: FSFREEZE, sync: '' });
    await begin();
    expect(await container.run(commandsOf({ ...asked, freezeSeconds: 30 }).before)).toEqual(GOOD);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000 + 500));
    expect(container.has('frozen')).toBe(true);
    await end();
    expect(container.has('frozen')).toBe(false);
  });

  it('fails where somebody else has frozen it, who thaws it whenever they like', async () => {
    const { container, begin } = hook(asked, { fsfreeze: FSFREEZE, sync: '' });
    await container.run(['fsfreeze', '--freeze', '/tmp']);
    expect(await begin()).toMatchObject({ exitCode: 1, said: expect.stringContaining('/tmp is frozen already') });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(container.has('frozen')).toBe(true);
  });

  it('fails where there is no such folder, or no right to freeze, and leaves nothing behind', async () => {
    const refused = { fsfreeze: `echo "fsfreeze: $2: freeze failed: Operation not permitted" >&2; exit 1`, sync: '' };
    expect(await hook(asked, refused).begin()).toMatchObject({
      exitCode: 1,
      said: expect.stringContaining('not permitted'),
    });
    expect(await hook({ ...asked, path: '/nowhere' }, { fsfreeze: FSFREEZE, sync: '' }).begin()).toMatchObject({
      exitCode: 1,
      said: 'there is no folder /nowhere\n',
    });
  });
});

describe.concurrent('mysql', () => {
  it('fails when the lock is not given', async () => {
    const busy = `case $* in *'READ LOCK'*) exit 1 ;; esac`;
    const { begin } = hook({ use: 'mysql', ...SHORT }, { mysql: busy });
    expect(await begin()).toMatchObject({ exitCode: 1, said: expect.stringContaining('the read lock was not given') });
  });
});

describe.concurrent('redis', () => {
  const SERVER = `[ "\${REDISCLI_AUTH:-}" = '${PASSWORD}' ] || { echo 'NOAUTH Authentication required.'; exit 0; }
case $1 in
  INFO) printf 'rdb_bgsave_in_progress:0\\r\\nrdb_last_bgsave_status:%s\\r\\n' "$(cat "$state/status" 2>/dev/null || echo ok)" ;;
  LASTSAVE) [ -e "$state/saved" ] && echo 200 || echo 100 ;;
  BGSAVE) touch "$state/saved"; echo 'Background saving started' ;;
esac`;

  it('is saved before the snapshot', async () => {
    const { container, begin, end } = hook({ use: 'redis' }, { 'redis-cli': SERVER }, { REDIS_PASSWORD: PASSWORD });
    expect([await begin(), await end()]).toEqual([GOOD, GOOD]);
    expect(container.has('saved')).toBe(true);
  });

  it('fails when it does not save, or does not let anybody in', async () => {
    const failing = SERVER.replace('touch "$state/saved"', 'echo err > "$state/status"');
    const env = { VALKEY_PASSWORD: PASSWORD };
    expect(await hook({ use: 'valkey' }, { 'valkey-cli': failing }, env).begin()).toMatchObject({
      exitCode: 1,
      said: 'the background save has failed\n',
    });
    expect(await hook({ use: 'redis' }, { 'redis-cli': SERVER }).begin()).toMatchObject({ exitCode: 1 });
  });
});

describe.concurrent('postgresql', () => {
  it('writes a checkpoint, as the user and with the password of the container', async () => {
    const psql = `printf '%s %s %s' "$PGUSER" "$PGDATABASE" "$PGPASSWORD" > "$state/as"`;
    const env = { POSTGRES_USER: 'shop', POSTGRES_PASSWORD: PASSWORD };
    const { container, begin, end } = hook({ use: 'postgresql' }, { psql }, env);
    expect([await begin(), await end()]).toEqual([GOOD, GOOD]);
    expect(container.calls()).toMatch(/^psql .*-c CHECKPOINT$/m);
    expect(container.read('as')).toBe(`shop postgres ${PASSWORD}`);
  });
});

describe.concurrent('elasticsearch', () => {
  it('flushes by https, and by http where nothing answers there', async () => {
    const curl = `cat >> "$state/input"; case $* in *https*) exit 7 ;; esac`;
    const env = { ELASTIC_PASSWORD: PASSWORD };
    const { container, begin } = hook({ use: 'elasticsearch' }, { curl }, env);
    expect(await begin()).toEqual(GOOD);
    expect(container.calls()).toMatch(/https:\/\/127.0.0.1:9200\/_flush/);
    expect(container.calls()).toMatch(/ http:\/\/127.0.0.1:9200\/_flush/);
    expect(container.read('input')).toContain(`user = "elastic:${PASSWORD}"`);
  });
});

describe.concurrent('the hooks of the library', () => {
  const ENV = Object.fromEntries(
    ['POSTGRES', 'MYSQL_ROOT', 'MONGO_INITDB_ROOT', 'REDIS', 'ELASTIC'].map((name) => [`${name}_PASSWORD`, PASSWORD]),
  );
  const programs = {
    psql: '',
    mysql: MYSQL,
    mongosh: MONGOSH,
    'redis-cli': 'case $1 in BGSAVE) echo started ;; LASTSAVE) date +%s%N ;; esac',
    curl: 'cat > /dev/null',
    fsfreeze: FSFREEZE,
    sync: '',
  };

  // Promise: passwords-in-no-argument
  it.each(HOOK_NAMES)('%s puts a password into no argument and no output', async (use) => {
    const path = use === 'fsfreeze' ? { path: '/tmp' } : {};
    const { container, begin, end } = hook({ use, ...SHORT, ...path }, programs, ENV);
    const said = [await begin(), await end()];
    expect(said.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(container.calls()).not.toBe('');
    for (const text of [container.calls(), ...said.map((each) => each.said), JSON.stringify(HOOK_LIBRARY[use])])
      expect(text).not.toContain(PASSWORD);
  });

  it('are called by their name in a request, or have commands of their own', () => {
    const at = { namespace: 'shop', labelSelector: 'app=db' };
    const mistakes = (asked: object) =>
      Request.safeParse({
        selection: { namespaces: ['shop'] },
        quiesce: { hooks: [{ ...at, ...asked }] },
      }).error?.issues.map(({ message }) => message) ?? [];
    expect(mistakes({ use: 'postgresql' })).toEqual([]);
    expect(mistakes({ use: 'mysql', freezeSeconds: 60 })).toEqual([]);
    expect(mistakes({ before: ['flush'], after: ['unlock'] })).toEqual([]);
    expect(mistakes({ before: ['flush'] })).toEqual([expect.stringContaining('or a name of the library in use')]);
    expect(mistakes({ use: 'postgresql', after: ['x'] })).toEqual([expect.stringContaining('brings its commands')]);
    expect(mistakes({ use: 'postgresql', freezeSeconds: 60 })).toEqual([expect.stringContaining('freezes nothing')]);
    expect(mistakes({ use: 'redis', path: '/data' })).toEqual([expect.stringContaining('takes no path')]);
    expect(mistakes({ use: 'fsfreeze' })).toEqual([expect.stringContaining('needs path')]);
    expect(mistakes({ use: 'oracle' })).toHaveLength(1);
  });

  it('have times of their own, unless the request says another', () => {
    expect(commandsOf({ use: 'redis' }).timeoutSeconds).toBe(240);
    expect(commandsOf({ use: 'redis', timeoutSeconds: 30 }).timeoutSeconds).toBe(30);
    expect(commandsOf({ before: ['a'], after: ['b'] })).toEqual({ before: ['a'], after: ['b'], timeoutSeconds: 60 });
  });
});
