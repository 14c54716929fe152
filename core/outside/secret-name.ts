/** Words at the end of a name whose value nobody may read; as a part of a regular expression. */
export const SECRET_WORD = [
  'pass(?:word|wd|phrase|code)?',
  'pwd',
  '(?<![a-z])pw',
  'secret',
  'token',
  'credentials?',
  '(?:api|access|account|shared|private|secret|encryption|signing|master|storage|license)[-_. ]?key',
  'access[-_]?key[-_]?id',
  'auth(?:orization)?',
  'signature',
  '(?<![a-z])sig',
  'cookie',
  'session[-_]?id',
  'webhook[-_]?url',
  'jaas[-_.]?config',
].join('|');

const ENDS_IN_ONE = new RegExp(`(?:${SECRET_WORD})$`, 'i');

/** True for the name of a variable, field or flag that holds a secret: `DB_PASSWORD`, `apiKey`, `--token`. */
export const isSecretName = (name: string) => ENDS_IN_ONE.test(name.slice(-80));
