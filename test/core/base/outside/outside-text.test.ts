import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discreetText, MOST_QUOTED, outsideText } from '../../../../core/base/outside/outside-text.ts';

/** As a password may be in a connection string, when people do not encode what they should. */
const CANARY = 'Hx7!q-Pz9';

/** What a canary stands in -> what a reader sees. */
const FORMS: [form: string, said: string, shown: string][] = [
  ['user information', `postgres://shop:${CANARY}@db:5432/o`, 'postgres://shop:***@db:5432/o'],
  ['user information with an @', `postgres://shop:p@${CANARY}@db/o`, 'postgres://shop:***@db/o'],
  ['user information with a slash', `postgres://shop:12/${CANARY}@db/o`, 'postgres://shop:***@db/o'],
  ['user information with ? and #', `amqp://shop:${CANARY}#a?b@queue/v`, 'amqp://shop:***@queue/v'],
  ['a password without a user', `redis://:${CANARY}@cache`, 'redis://:***@cache'],
  ['a token as the user', `https://${CANARY}0@git.example.com/a.git`, 'https://***@git.example.com/a.git'],
  ['a URL that was cut off', `postgres://shop:${CANARY}`, 'postgres://***'],
  [
    'JDBC in the query',
    `jdbc:mysql://db/o?user=u&password=${CANARY}&ssl=1`,
    'jdbc:mysql://db/o?user=u&password=***&ssl=1',
  ],
  [
    'JDBC of SQL Server',
    `jdbc:sqlserver://db:1433;password=${CANARY};ssl=1`,
    'jdbc:sqlserver://db:1433;password=***;ssl=1',
  ],
  ['JDBC of Oracle', `jdbc:oracle:thin:scott/${CANARY}@//db:1521/x`, 'jdbc:oracle:thin:***@//db:1521/x'],
  ['ADO', `Server=db;User Id=u;Password=my ${CANARY} x;Encrypt=True`, 'Server=db;User Id=u;Password=***;Encrypt=True'],
  ['ADO, short', `Server=db;Uid=u;Pwd=${CANARY}`, 'Server=db;Uid=u;Pwd=***'],
  ['ADO with quotes', `Server=db;Password="a""${CANARY};x";Encrypt=True`, 'Server=db;Password="***";Encrypt=True'],
  ['a DSN of MySQL', `u:${CANARY}@tcp(db:3306)/orders`, '***@tcp(db:3306)/orders'],
  ['a DSN of PostgreSQL', `host=db user=u password='${CANARY} x' dbname=o`, "host=db user=u password='***' dbname=o"],
  [
    'JAAS',
    `PlainLoginModule required username="u" password="${CANARY}";`,
    'PlainLoginModule required username="u" password="***";',
  ],
  ['a flag', `pg --password=${CANARY} --host=db`, 'pg --password=*** --host=db'],
  ['a flag and its value', `pg --db.password ${CANARY} x`, 'pg --db.password *** x'],
  ['a command as a list', `["pg","--token","${CANARY}"]`, '["pg","--token","***"]'],
  ['a variable', `PGPASSWORD=${CANARY} psql`, 'PGPASSWORD=*** psql'],
  ['mysql -p', `mysql -uroot -p${CANARY} orders`, 'mysql -uroot -p*** orders'],
  ['curl -u', `curl -u admin:${CANARY} http://web`, 'curl -u *** http://web'],
  ['a header', `Authorization: Bearer a1${CANARY}`, 'Authorization: Bearer ***'],
  ['JSON', `{"password":"a\\"${CANARY}","port":1}`, '{"password":"***","port":1}'],
  ['JSON inside of JSON', `{\\"apiKey\\":\\"${CANARY}\\",\\"port\\":1}`, '{\\"apiKey\\":\\"***\\",\\"port\\":1}'],
  ['YAML', `user: shop\npassword: ${CANARY}\nport: 1`, 'user: shop\npassword: ***\nport: 1'],
  ['XML', `<password>${CANARY}</password>`, '<password>***</password>'],
  ['a variable of a container', `{"name":"DB_PASSWORD","value":"${CANARY}"}`, '{"name":"DB_PASSWORD","value":"***"}'],
  ['the same as a Go struct', `{Name:DB_PASSWORD Value:${CANARY} }`, '{Name:DB_PASSWORD Value:*** }'],
  ['a webhook', `denied the request: password "${CANARY}" is weak`, 'denied the request: password "***" is weak'],
  ['validation', `data[password]: Invalid value: "${CANARY}"`, 'data[password]: Invalid value: "***"'],
  ['a key of Azure', `AccountKey=${CANARY}==;EndpointSuffix=core`, 'AccountKey=***;EndpointSuffix=core'],
  ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${CANARY}\n-----END RSA PRIVATE KEY-----.`, '***.'],
  ['a name cut by an escape sequence', `pass\u001b[31mword=${CANARY}`, 'password=***'],
  ['a name cut by a character of no width', `pass\u200bword=${CANARY}`, 'password=***'],
];

const TOKEN = 'Hx7qPz9Wm_Hx7qPz9Wm-01';

/** As their issuers make them, or as a person would type them, so that not every character may be in them. */
const MORE_FORMS: [form: string, said: string, shown: string][] = [
  ['SQL', `ALTER USER shop IDENTIFIED BY '${CANARY}'; x`, "ALTER USER shop IDENTIFIED BY '***'; x"],
  [
    'SQL with a plugin and quotes',
    `CREATE USER u IDENTIFIED WITH caching_sha2_password BY 'a''${CANARY}' x`,
    "CREATE USER u IDENTIFIED WITH caching_sha2_password BY '***' x",
  ],
  ['Redis', `CONFIG SET requirepass ${CANARY}`, 'CONFIG SET requirepass ***'],
  ['redis-cli', `redis-cli -h cache -a ${CANARY} bgsave`, 'redis-cli -h cache -a *** bgsave'],
  ['mysql as a list', `["/usr/bin/mysql","-uroot","-p${CANARY}","-e"]`, '["/usr/bin/mysql","-uroot","-p***","-e"]'],
  ['mongosh as a list', `["mongosh", "-p", "${CANARY}"]`, '["mongosh", "-p", "***"]'],
  ['AUTH of Redis', `AUTH ${CANARY}`, 'AUTH ***'],
  ['AUTH with a user', `sent: "AUTH default ${CANARY}"`, 'sent: "AUTH ***"'],
  ['ldapsearch', `ldapsearch -x -D cn=admin -w ${CANARY} -b dc=shop`, 'ldapsearch -x -D cn=admin -w *** -b dc=shop'],
  ['rabbitmqctl', `rabbitmqctl change_password shop ${CANARY}`, 'rabbitmqctl change_password shop ***'],
  ['rabbitmqctl as a list', `["rabbitmqctl","add_user","shop","${CANARY}"]`, '["rabbitmqctl","add_user","shop","***"]'],
  ['redis-cli as a list', `["redis-cli","-a","${CANARY}","save"]`, '["redis-cli","-a","***","save"]'],
  ['curl as a list', `["curl","-u","a:${CANARY}","http://x"]`, '["curl","-u","***","http://x"]'],
  ['sqlplus', `["sqlplus","-s","sys/${CANARY}@db"]`, '["sqlplus","-s","sys/***@db"]'],
  ['a header of another scheme', `Authorization: ApiKey ${CANARY}`, 'Authorization: *** ***'],
  ['a numbered name', `DB_PASSWORD_1=${CANARY} token2: ${CANARY}`, 'DB_PASSWORD_1=*** token2: ***'],
  ['Rails', `SECRET_KEY_BASE=${CANARY}`, 'SECRET_KEY_BASE=***'],
  ['a block of YAML', `a:\n  password: |\n    ${CANARY}\n\n    x\n  port: 1`, 'a:\n  password: |\n***\n  port: 1'],
  ['a list of JSON', `"x-api-key" : [ "${CANARY}", "a]${CANARY}" ], "b"`, '"x-api-key" : ***, "b"'],
  [
    'a variable whose value comes first',
    `{"value":"a\\"${CANARY}","name":"DB_PASSWORD"}`,
    '{"value":"***","name":"DB_PASSWORD"}',
  ],
  ['a key of PGP', `-----BEGIN PGP PRIVATE KEY BLOCK-----\n${CANARY}\n-----END PGP PRIVATE KEY BLOCK-----.`, '***.'],
  ['Slack', `post to https://hooks.slack.com/services/T0/B0/${TOKEN}.`, 'post to https://hooks.slack.com/services/***'],
  ['Discord', `https://discord.com/api/webhooks/1/${TOKEN} x`, 'https://discord.com/api/webhooks/*** x'],
  ['Telegram', `https://api.telegram.org/bot1:${TOKEN}/send`, 'https://api.telegram.org/bot***'],
  ...['hvs.', 'SG.', 'hf_', 'glptt-', 'ya29.', 'xapp-1-', 'shpat_', 'pypi-'].map((prefix): [string, string, string] => [
    `an issuer: ${prefix}`,
    `with ${prefix}${TOKEN} x`,
    'with *** x',
  ]),
];

/** Control and format characters of Unicode that only move the text, or belong to a script. */
const ACTS_NOT = '\n\t\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}';

const HARMLESS = [
  'https://example.com:8443/a@b',
  "write `endpoint: 'https://0A1B.eks.amazonaws.com:8443', subnetIds: ['subnet-1']` into it",
  'see https://example.com:8443.',
  'https://$(HOST):$(PORT)',
  'ssh://git@example.com/repository',
  'http://web.shop.svc:8080/x?mail=a@b',
  'secrets "db" is forbidden: User "kubeferry" cannot list resource "secrets" in API group ""',
  'password authentication failed for user "shop"',
  'ExpiredToken: The security token included in the request is expired',
  'automountServiceAccountToken: false',
  '--password=$(DB_PASSWORD)',
  'registry.example.com/shop:1.2@sha256:0f0f',
  'arn:aws:kms:eu-west-1:111122223333:key/1',
  'the volume was identified by "vol-1", as it says',
  'MTLS: x, IPv4: 10.0.0.1, oauth is off',
  'global: glpat is a prefix',
  'https://docs.slack.com/services/webhooks',
];

describe('a text from outside', () => {
  // Promise: no-secret-in-a-sentence
  it.each(FORMS)('shows no secret of %s', (_form, said, shown) => {
    expect(outsideText(said)).toBe(shown);
  });

  // Promise: no-secret-in-a-sentence
  it.each(MORE_FORMS)('shows no secret of %s, once or twice', (_form, said, shown) => {
    expect(outsideText(said)).toBe(shown);
    expect(discreetText(shown)).toBe(shown);
  });

  it.each(HARMLESS)('stays as it is without one: %s', (said) => {
    expect(outsideText(said)).toBe(said);
  });

  // Promise: no-secret-in-a-sentence
  it('shows none wherever it stands, and however often it is asked', () => {
    const around = fc.string({ unit: fc.constantFrom(...'aZ09 .,;:()\n\t/é') });
    fc.assert(
      fc.property(fc.array(fc.tuple(around, fc.constantFrom(...FORMS)), { minLength: 1, maxLength: 4 }), (pieces) => {
        const said = pieces.map(([before, [, form]]) => `${before}\n ${form}`).join('');
        const once = outsideText(said);
        expect(once).not.toContain(CANARY);
        expect(discreetText(once)).toBe(once);
      }),
      { numRuns: 300 },
    );
  });

  // Promise: no-secret-in-a-sentence
  it('shows no password that a person might choose, in any of the forms', () => {
    const password = fc
      .string({ unit: fc.constantFrom(...'aB3!#$%*+-.:=?@^_~/'), minLength: 8, maxLength: 24 })
      .map((text) => `q${text}Z`);
    fc.assert(
      fc.property(password, fc.constantFrom(...FORMS), (secret, [name, form]) => {
        // `https://a.bc/…@host` is a host and a path to everybody who reads it.
        fc.pre(name !== 'a token as the user' || !secret.includes('/'));
        expect(outsideText(form.replaceAll(CANARY, secret))).not.toContain(secret);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has nothing in it that a terminal, a log or a page acts on', () => {
    expect(
      outsideText('\u001b[31mred\u001b[0m \u001b]0;title\u0007\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\'),
    ).toBe('red link');
    expect(outsideText('a\u0000b\u0008c\r\nd\u202ee\u2066f\u009b31mg\ufeff\ud800')).toBe('abc\ndefg\ufffd');
    // Tag characters: words that a person does not see, and a program reads.
    expect(outsideText('a\u{e0068}\u{e0069}b\u180ec\ufff9d\u{1d173}e')).toBe('abcde');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (said) => {
        expect(
          [...outsideText(said)].filter((each) => /[\p{Cc}\p{Cf}]/u.test(each) && !ACTS_NOT.includes(each)),
        ).toEqual([]);
      }),
    );
  });

  it('is bounded, however long it was', () => {
    expect(outsideText('x'.repeat(1_000_000)).length).toBeLessThan(MOST_QUOTED + 10);
  });

  it.each([undefined, null, 7, { message: 'x' }, new Error('it broke'), () => 0])(
    'is a text, whatever it is: %s',
    (said) => {
      expect(typeof outsideText(said)).toBe('string');
    },
  );

  // A backtracking expression took 14 s for a variable of 48 KB.
  it.each([
    'a',
    'https://',
    'a:',
    'a@',
    '--',
    'password=',
    'password="',
    'name:',
    '"value":"',
    'password: |\n ',
    'password: ["',
    "identified by '",
    'authorization: a ',
    'redis-cli -a',
    '"mysql","-p',
    '"redis-cli",',
    'sqlplus -s ',
    'ldapsearch -w',
    'add_user ',
    'AUTH ',
    'mysql -p',
    'Bearer ',
    '\u001b]',
    ';a',
  ])('of many kilobytes of %j is read in linear time', (piece) => {
    const time = (bytes: number) => {
      const said = piece.repeat(bytes / piece.length);
      const began = performance.now();
      discreetText(said);
      return performance.now() - began;
    };
    time(64_000);
    // The best of three: others are at work on the machine.
    const best = (bytes: number) => Math.min(time(bytes), time(bytes), time(bytes));
    // Eight times as long: quadratic would be 64 times the time.
    expect(best(128_000)).toBeLessThan(24 * best(16_000) + 100);
  });
});
