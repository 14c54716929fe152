import type { CloudReference } from './aws-references.ts';
import { AZURE_ENDPOINTS } from './tables/azure-endpoints.ts';

/** `/subscriptions/…`: an id of Resource Manager, whose parts have 90 characters. */
const RESOURCE = /\/subscriptions\/[0-9a-f-]{36}(?:\/[A-Za-z0-9._()-]{1,90}){0,12}/gi;
/** Of a connection string. */
const ACCOUNT = /\bAccountName=[a-z0-9]{3,24}\b/g;
const HOST_CHARACTER = /[A-Za-z0-9.-]/;
/** Longest host name (RFC 1035). */
const MAX_HOST = 253;

/** A quick look first, since most texts name nothing. */
export const mayNameAzure = (text: string) =>
  text.includes('azure') ||
  text.includes('windows.net') ||
  text.includes('/subscriptions/') ||
  text.includes('AccountName=') ||
  text.includes('azconfig.io') ||
  text.includes('azmk8s.io') ||
  text.includes('signalr.net');

/** Names of something in Azure in a text: ids of resources, endpoints and storage accounts. */
export function azureReferences(text: string): CloudReference[] {
  if (!mayNameAzure(text)) return [];
  return [
    ...matches(text, RESOURCE, 'Azure resource'),
    ...matches(text, ACCOUNT, 'storage account'),
    ...Object.entries(AZURE_ENDPOINTS).flatMap(([end, what]) => (text.includes(end) ? hostsIn(text, end, what) : [])),
  ];
}

const matches = (text: string, pattern: RegExp, what: string): CloudReference[] =>
  [...text.matchAll(pattern)].map(({ 0: name, index }) => ({ name, what, at: index }));

/** Hosts that end so, with the name of a resource before it. */
function hostsIn(text: string, end: string, what: string): CloudReference[] {
  const found: CloudReference[] = [];
  let floor = 0;
  for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + end.length)) {
    let start = at;
    while (start > floor && at - start < MAX_HOST && HOST_CHARACTER.test(text[start - 1]!)) start--;
    floor = at + end.length;
    const isWhole = !HOST_CHARACTER.test(text[floor] ?? ' ') || text[floor] === '.';
    if (isWhole && start < at - 1 && text[at - 1] === '.')
      found.push({ name: text.slice(start, floor), what, at: start });
  }
  return found;
}
