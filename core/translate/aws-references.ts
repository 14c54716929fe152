import type { ClusterFacts } from './context.ts';
import { ARN_SERVICES, AWS_ENDPOINTS } from './tables/aws-endpoints.ts';

/** A name of something in AWS or Azure, inside of a text. */
export interface CloudReference {
  /** As it stands in the text. */
  name: string;
  /** What it is, in the words of a user: `SQS queue`. */
  what: string;
  at: number;
}

const DOMAINS = ['amazonaws.com', '.on.aws', '.api.aws', '.amazoncognito.com'];
const ARN = /arn:aws[a-z-]{0,20}:[a-z0-9-]{1,40}:[a-z0-9-]{0,20}:\d{0,12}:[^\s,"'\\}\]<>|;()]{1,512}/g;
const BUCKET = /\bs3[an]?:\/\/[a-z0-9][a-z0-9.-]{1,62}/g;
const FILE_SYSTEM = /\bfs(?:ap)?-[0-9a-f]{8,17}\b/g;
const HOST_CHARACTER = /[A-Za-z0-9._-]/;
/** Longest host name (RFC 1035). */
const MAX_HOST = 253;
/** Bytes of a path after a host that are looked at, which hold an account and a queue, or a bucket. */
const MAX_PATH = 200;

/**
 * Every name of something in AWS in a text: ARNs, endpoints, queue URLs, buckets and file systems, each once. Time is
 * linear in the text: the text is searched for fixed beginnings, and what lies around one is bounded.
 */
export function awsReferences(text: string): CloudReference[] {
  const found = [
    ...(text.includes('arn:aws') ? arnsIn(text) : []),
    ...DOMAINS.flatMap((domain) => (text.includes(domain) ? hostsIn(text, domain) : [])),
    ...(text.includes('s3') && text.includes('://') ? matches(text, BUCKET, 'S3 bucket') : []),
    ...(text.includes('fs-') || text.includes('fsap-') ? matches(text, FILE_SYSTEM, 'EFS file system') : []),
  ];
  return onceEach(found);
}

/** In the order of the text; what lies within another one is none of its own. */
export function onceEach(all: readonly CloudReference[]): CloudReference[] {
  const found = all.toSorted((a, b) => a.at - b.at || b.name.length - a.name.length);
  const names = new Set<string>();
  let end = -1;
  return found.filter(({ name, at }) => {
    if (at < end || names.has(name)) return false;
    end = at + name.length;
    names.add(name);
    return true;
  });
}

function arnsIn(text: string): CloudReference[] {
  return [...text.matchAll(ARN)].map(({ 0: match, index }) => {
    const name = match.replace(/[.:]+$/, '');
    const service = name.split(':')[2] ?? '';
    return { name, what: ARN_SERVICES[service] ?? `resource of ${service}`, at: index };
  });
}

const matches = (text: string, pattern: RegExp, what: string): CloudReference[] =>
  [...text.matchAll(pattern)].map(({ 0: name, index }) => ({ name, what, at: index }));

function hostsIn(text: string, domain: string): CloudReference[] {
  const found: CloudReference[] = [];
  let floor = 0;
  for (let at = text.indexOf(domain); at >= 0; at = text.indexOf(domain, at + domain.length)) {
    let start = at;
    while (start > floor && at - start < MAX_HOST && HOST_CHARACTER.test(text[start - 1]!)) start--;
    const end = text.startsWith('.cn', at + domain.length) ? at + domain.length + 3 : at + domain.length;
    floor = end;
    const reference = endpoint(text, start, end);
    if (reference) found.push(reference);
  }
  return found;
}

/** A host by which a resource is reached; undefined for a service's own endpoint, which belongs to nobody, and registries. */
function endpoint(text: string, start: number, end: number): CloudReference | undefined {
  const host = text.slice(start, end);
  const labels = host.toLowerCase().split('.');
  if (labels.includes('ecr') || labels[0] === 'oidc' || labels[0] === '') return undefined;
  const path = /^(?::\d{1,5})?\/([^\s?#"',;]{1,200})/.exec(text.slice(end, end + MAX_PATH))?.[1];
  if (labels.includes('sqs') || labels.includes('queue')) return queue(text, start, end, path);
  if (/^s3(?:[.-]|$)/.test(host)) {
    const bucket = path?.split('/')[0];
    return bucket ? { name: `${host}/${bucket}`, what: 'S3 bucket', at: start } : undefined;
  }
  const at = labels.findIndex((label) => Object.hasOwn(AWS_ENDPOINTS, label) || label.startsWith('s3-'));
  const service = AWS_ENDPOINTS[labels[at]?.startsWith('s3-') ? 's3' : (labels[at] ?? '')];
  if (!service || (at === 0 && !service.bare)) return undefined;
  return { name: host, what: service.what, at: start };
}

/** `https://sqs.us-east-1.amazonaws.com/111122223333/orders`, and the older form with `queue` in the host. */
function queue(text: string, start: number, end: number, path: string | undefined): CloudReference | undefined {
  const [account, name] = path?.split('/') ?? [];
  if (!account || !name || !/^\d{12}$/.test(account)) return undefined;
  const from = text.startsWith('https://', start - 8) ? start - 8 : start;
  const to = text.indexOf(path!, end) + account.length + 1 + name.length;
  return { name: text.slice(from, to), what: 'SQS queue', at: from };
}

/** The account in an ARN or a queue's URL; undefined where the name tells none. */
export function accountOf(name: string): string | undefined {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(name)?.[1] ?? /\/(\d{12})\//.exec(name)?.[1];
}

/** Whether what is named is, as far as the name tells, of the target's own account and not of the source's. */
export function isOfTarget(name: string, source: ClusterFacts, target: ClusterFacts): boolean {
  return accountOf(name) === target.account && source.account !== target.account;
}
