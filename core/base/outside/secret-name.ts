/** Words at the end of a name whose value nobody may read; as parts of a regular expression. */
const WORDS = [
  'pass(?:word|wd|phrase|code)?',
  'pwd',
  '(?<![a-z])pw',
  'secret',
  'token',
  'credentials?',
  '(?:api|app|access|account|shared|private|secret|encryption|signing|master|storage|license|jwt|hmac)[-_. ]?key',
  'secret[-_]?key[-_]?base',
  '(?<![a-z])salt',
  'access[-_]?key[-_]?id',
  'auth(?:orization)?',
  'signature',
  '(?<![a-z])sig',
  'cookie',
  'session[-_]?id',
  'webhook[-_]?url',
  'jaas[-_.]?config',
];

/** `PASSWORD_2` and `token1` as well: who rotates a secret has two of them. */
export const SECRET_WORD = String.raw`(?:${WORDS.join('|')})(?:[-_]?\d{1,3})?`;

const ENDS_IN_ONE = new RegExp(`(?:${SECRET_WORD})$`, 'i');

/** True for the name of a variable, field or flag that holds a secret: `DB_PASSWORD`, `apiKey`, `--token`. */
export const isSecretName = (name: string) => ENDS_IN_ONE.test(name.slice(-80));
