import { MASK } from './mask.ts';
import { maskAssigned } from './mask-assigned.ts';
import { maskUserInfo } from './mask-user-info.ts';

/** Whole credentials that are known by how they look, and what shows them. */
const SHAPES: readonly [RegExp, string][] = [
  // RFC 7468; one that is cut off runs to the end of the text.
  [/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g, MASK],
  // JSON Web Tokens (RFC 7519): a header and a claim set, both of which begin with `{"`.
  [/\beyJ[\w-]{4,}\.eyJ[\w-]*(?:\.[\w-]*)*/g, MASK],
  // RFC 9110, 11.6.2. A sentence may have "basic" in it, a credential has no short words.
  [/\b(Bearer|Basic|Digest|Negotiate)([ \t]+)(?=\S{0,200}[\d+/=_.-])\S{6,}/gi, `$1$2${MASK}`],
  // Prefixes that their issuers publish for secret scanning: GitHub, GitLab, Slack, Stripe, npm, Google, AWS, OpenAI, Docker.
  [/\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|[rs]k_live_|npm_|AIza|dckr_pat_|sk-)[\w-]{10,}/g, MASK],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
  // Data source names of Go's MySQL driver: `user:password@tcp(host:3306)/database`.
  [/[^\s:@"'(]{0,80}:\S{1,400}@(?=(?:tcp6?|udp|unix|cloudsql|memory)\()/g, `${MASK}@`],
  // `jdbc:oracle:thin:user/password@host`.
  [/(jdbc:oracle:\w+:)[^\s@/]{0,80}\/\S{1,400}@/gi, `$1${MASK}@`],
  // `curl -u user:password`, `mysql -ppassword`.
  [/(\s-u\s+|\s--user[= ])[^\s:]{1,80}:\S+/g, `$1${MASK}`],
  [
    /\b((?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|sshpass|mongo|mongosh|mongodump)\b[^\n]{0,400}?\s-p)(\s?)[^\s-]\S*/g,
    `$1$2${MASK}`,
  ],
];

/**
 * The text without passwords, tokens and keys, in whatever form connection strings, command lines, headers and
 * configuration files have them. Rather more is masked than less. Linear in the length of the text.
 */
export function redact(text: string): string {
  let masked = maskUserInfo(text);
  for (const [shape, shown] of SHAPES) masked = masked.replaceAll(shape, shown);
  return maskAssigned(masked);
}
