import { isRecord } from './fields.ts';
import type { KubeObject } from './kube-object.ts';
import { isSecret, LAST_APPLIED } from './privacy.ts';

/** Gets a text of an object and where it is; of a Secret the decoded value, which nobody may repeat. */
type Look = (text: string, at: readonly string[]) => void;

/** Helm keeps a compressed record, in which no name can be read. */
const HELM_RELEASE = 'helm.sh/release.v1';

/** What the server wrote, or what another rule treats. */
const SKIPPED = [
  'status',
  'metadata/managedFields',
  'metadata/ownerReferences',
  'metadata/finalizers',
  'kind',
  'apiVersion',
];

/** Calls `look` for every text in what somebody asked for of an object: its fields and annotations, never its status. */
export function eachText(object: KubeObject, look: Look): void {
  if (isSecret(object)) eachSecretText(object, look);
  else walk(object, [], look);
}

/** `at` is one list that changes while it goes: whoever keeps a place copies it. */
function walk(node: unknown, at: string[], look: Look): void {
  if (typeof node === 'string') look(node, at);
  if (typeof node !== 'object' || node === null) return;
  for (const name of Object.keys(node)) {
    const value = (node as Record<string, unknown>)[name];
    if ((typeof value !== 'object' && typeof value !== 'string') || isSkipped(name, at)) continue;
    at.push(name);
    walk(value, at, look);
    at.pop();
  }
}

const isSkipped = (name: string, at: readonly string[]) =>
  name === LAST_APPLIED ||
  (at.length === 0 ? SKIPPED.includes(name) : at.length === 1 && SKIPPED.includes(`${at[0]}/${name}`));

function eachSecretText(secret: KubeObject, look: Look): void {
  if (secret.type === HELM_RELEASE) return;
  for (const [field, decode] of [['data', decoded] as const, ['stringData', (text: string) => text] as const]) {
    for (const [key, value] of Object.entries(isRecord(secret[field]) ? secret[field] : {})) {
      if (typeof value === 'string') look(decode(value), [field, key]);
    }
  }
}

const decoded = (value: string) => Buffer.from(value, 'base64').toString('latin1');
