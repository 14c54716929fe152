import { MASK } from './mask.ts';
import { maskAssigned } from './mask-assigned.ts';
import { maskUserInfo } from './mask-user-info.ts';
import { SECRET_WORD } from './secret-name.ts';

interface Shape {
  /** One of these is in every text that has the shape. Looking for it costs next to nothing, the pattern does not. */
  marks: readonly string[];
  pattern: RegExp;
  shown: string;
}

/** Whole credentials that are known by how they look, and what shows them. */
const SHAPES: readonly Shape[] = [
  // RFC 7468, RFC 9580; one that is cut off runs to the end of the text.
  {
    marks: ['-----BEGIN'],
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
    shown: MASK,
  },
  // JSON Web Tokens (RFC 7519): a header and a claim set, both of which begin with `{"`.
  { marks: ['eyJ'], pattern: /\beyJ[\w-]{4,}\.eyJ[\w-]*(?:\.[\w-]*)*/g, shown: MASK },
  // RFC 9110, 11.6.2. A sentence may have "basic" in it, a credential has no short words.
  {
    marks: [' ', '\t'],
    pattern: /\b(Bearer|Basic|Digest|Negotiate)([ \t]+)(?=\S{0,200}[\d+/=_.-])\S{6,}/gi,
    shown: `$1$2${MASK}`,
  },
  // `Authorization: ApiKey …`: schemes that are no others' words; the value of a pair ends at a blank.
  {
    marks: ['uthorization', 'UTHORIZATION'],
    pattern:
      /(\bauthorization["']?[ \t]{0,4}[:=][ \t]{0,4}["']?)(?!(?:Bearer|Basic|Digest|Negotiate)\b)([A-Za-z][\w-]{0,40}[ \t]+)[^\s"']{6,}/gi,
    shown: `$1$2${MASK}`,
  },
  // Prefixes that their issuers publish for secret scanning: GitHub, GitLab, Slack, Stripe, npm, Google, OpenAI, Docker,
  // Hugging Face, Shopify, DigitalOcean, Vault, SendGrid, PyPI, age.
  {
    marks: ['_', 'gl', 'xox', 'xapp-', 'AIza', 'ya29.', 'sk-', 'hv', 'SG.', 'pypi-', 'AGE-'],
    pattern:
      /\b(?:gh[pousr]_|github_pat_|gl(?:pat|ptt|dt|rt|cbt|ft|soat|oas|agent)-|xox[abeprs]-|xapp-|[rs]k_live_|npm_|AIza|dckr_pat_|sk-|hf_|shp(?:at|ca|pa|ss)_|do[opr]_v1_|pypi-|AGE-SECRET-KEY-1|(?:ya29|hv[sbr]|SG)\.)[\w.-]{10,}/g,
    shown: MASK,
  },
  // URLs that are the right to post: what of them is the secret is a part of the path.
  {
    marks: ['hooks.slack.com', 'discord', 'api.telegram.org', 'webhook.office.com'],
    pattern:
      /(hooks\.slack\.com\/\w{1,40}\/|discord(?:app)?\.com\/api\/webhooks\/|api\.telegram\.org\/bot|webhook\.office\.com\/)[\w:@./-]+/gi,
    shown: `$1${MASK}`,
  },
  // Statements and commands of databases, whose errors repeat them: `IDENTIFIED BY '…'`, `requirepass …`, `redis-cli -a …`.
  {
    marks: ['dentified', 'DENTIFIED'],
    pattern: /(\bidentified\b[^\n]{0,80}?\b(?:by|as)[ \t]{1,4}')(?:[^'\n\\]|\\.|'')*/gi,
    shown: `$1${MASK}`,
  },
  {
    marks: ['requirepass', 'masterauth'],
    pattern: /\b((?:requirepass|masterauth)["']?[ \t]+["']?)[^\s"']+/gi,
    shown: `$1${MASK}`,
  },
  {
    marks: ['redis-cli', 'valkey-cli'],
    pattern: /(\b(?:redis|valkey)-cli\b[^\n]{0,200}?\s-a\s+)\S+/g,
    shown: `$1${MASK}`,
  },
  // `AUTH …` and `AUTH user …` as Redis takes it: a line of its own, or the answer to a command that repeats it.
  {
    marks: ['AUTH '],
    pattern: /((?:^|["'`\n])AUTH[ \t]+)[^\s"'`]+(?:[ \t]+[^\s"'`]+)?/g,
    shown: `$1${MASK}`,
  },
  // `ldapsearch -D … -w …`, `rabbitmqctl add_user name …`, `change_password name …`.
  {
    marks: ['ldap'],
    pattern:
      /(\bldap(?:search|modify|add|delete|whoami|passwd|compare|modrdn|exop)\b[^\n]{0,400}?\s-w\s{0,4})[^\s-]\S*/g,
    shown: `$1${MASK}`,
  },
  {
    marks: ['add_user', 'change_password'],
    pattern: /(\b(?:add_user|change_password|authenticate_user)["',\s]{1,8}[\w.@-]{1,80}["',\s]{1,8})[^\s"']+/g,
    shown: `$1${MASK}`,
  },
  // The same commands as lists of words, as hooks have them: `["mysql", "-p…"]`, `["redis-cli", "-a", "…"]`, `["curl", "-u", "…"]`.
  {
    marks: ['"-p'],
    pattern:
      /("[\w./-]{0,80}(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|sshpass|mongo|mongosh|mongodump)"[^\n]{0,400}?,\s{0,4}"-p(?:"\s{0,4},\s{0,4}")?)(?:[^"\\]|\\.)+/g,
    shown: `$1${MASK}`,
  },
  {
    marks: ['-cli"'],
    pattern: /("[\w./-]{0,80}(?:redis|valkey)-cli"[^\n]{0,200}?,\s{0,4}"-a"\s{0,4},\s{0,4}")(?:[^"\\]|\\.)*/g,
    shown: `$1${MASK}`,
  },
  {
    marks: ['"-u"', '"--user"'],
    pattern: /("(?:-u|--user)"\s{0,4},\s{0,4}")[^":]{1,80}:(?:[^"\\]|\\.)*/g,
    shown: `$1${MASK}`,
  },
  {
    marks: ['sqlplus'],
    pattern: /(\bsqlplus["'\s,]{1,8}(?:-\w{1,20}["'\s,]{1,8}){0,4}[\w$#]{1,40}\/)[^\s"'@]+(?=@)/g,
    shown: `$1${MASK}`,
  },
  // `{"value": "…", "name": "DB_PASSWORD"}`: the other order is a value given to a name.
  {
    marks: ['value'],
    pattern: new RegExp(
      String.raw`("value"\s{0,4}:\s{0,4}")(?:[^"\\]|\\.){0,4000}(?="\s{0,4},\s{0,40}"name"\s{0,4}:\s{0,4}"[\w.-]{0,80}(?:${SECRET_WORD})")`,
      'gi',
    ),
    shown: `$1${MASK}`,
  },
  { marks: ['AKIA', 'ASIA'], pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, shown: MASK },
  // Data source names of Go's MySQL driver: `user:password@tcp(host:3306)/database`.
  {
    marks: ['@tcp', '@udp(', '@unix(', '@cloudsql(', '@memory('],
    pattern: /[^\s:@"'(]{0,80}:\S{1,400}@(?=(?:tcp6?|udp|unix|cloudsql|memory)\()/g,
    shown: `${MASK}@`,
  },
  // `jdbc:oracle:thin:user/password@host`.
  { marks: ['@'], pattern: /(jdbc:oracle:\w+:)[^\s@/]{0,80}\/\S{1,400}@/gi, shown: `$1${MASK}@` },
  // `curl -u user:password`, `mysql -ppassword`.
  { marks: ['-u'], pattern: /(\s-u\s+|\s--user[= ])[^\s:]{1,80}:\S+/g, shown: `$1${MASK}` },
  {
    marks: ['-p'],
    pattern:
      /\b((?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|sshpass|mongo|mongosh|mongodump)\b[^\n]{0,400}?\s-p)(\s?)[^\s-]\S*/g,
    shown: `$1$2${MASK}`,
  },
];

/** Any mark of any shape: most texts are single words that have none. */
const MARKED = new RegExp(SHAPES.flatMap(({ marks }) => marks.map((mark) => RegExp.escape(mark))).join('|'));

/**
 * The text without passwords, tokens and keys, in whatever form connection strings, command lines, headers and
 * configuration files have them. Rather more is masked than less. Linear in the length of the text.
 */
export function redact(text: string): string {
  let masked = maskUserInfo(text);
  if (MARKED.test(masked)) {
    for (const { marks, pattern, shown } of SHAPES)
      if (marks.some((mark) => masked.includes(mark))) masked = masked.replaceAll(pattern, shown);
  }
  return maskAssigned(masked);
}
