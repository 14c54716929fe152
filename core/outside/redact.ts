import { MASK } from './mask.ts';
import { maskAssigned } from './mask-assigned.ts';
import { maskUserInfo } from './mask-user-info.ts';

interface Shape {
  /** One of these is in every text that has the shape. Looking for it costs next to nothing, the pattern does not. */
  marks: readonly string[];
  pattern: RegExp;
  shown: string;
}

/** Whole credentials that are known by how they look, and what shows them. */
const SHAPES: readonly Shape[] = [
  // RFC 7468; one that is cut off runs to the end of the text.
  {
    marks: ['-----BEGIN'],
    pattern: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g,
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
  // Prefixes that their issuers publish for secret scanning: GitHub, GitLab, Slack, Stripe, npm, Google, AWS, OpenAI, Docker.
  {
    marks: ['_', 'glpat-', 'xox', 'AIza', 'sk-'],
    pattern: /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|[rs]k_live_|npm_|AIza|dckr_pat_|sk-)[\w-]{10,}/g,
    shown: MASK,
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
