import type { KubeObject } from '../../kube/kube-object.ts';
import { isSecret, LAST_APPLIED } from './privacy.ts';

/** Gets a text of an object and where it is; of a Secret's data the decoded value, which nobody may repeat. */
type Look = (text: string, at: readonly string[]) => void;

/** Helm keeps a compressed record, in which no name can be read. */
const HELM_RELEASE = 'helm.sh/release.v1';

/** What the server wrote, or what another rule treats. */
const SKIPPED = ['status', 'kind', 'apiVersion'];
const SKIPPED_OF_METADATA = ['managedFields', 'ownerReferences', 'finalizers'];

/**
 * Calls `look` for every text in what somebody asked for of an object: its fields, labels and annotations, never its status.
 * `at` is one list that changes while it goes: whoever keeps a place copies it.
 */
export function eachText(object: KubeObject, look: Look): void {
  const isRelease = object.type === HELM_RELEASE;
  const decode = isSecret(object) ? isEncoded : undefined;
  walk(object, [], (text, at) => {
    if (decode?.(at) !== true) look(text, at);
    else if (!isRelease) look(decoded(text), at);
  });
}

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
  (at.length === 0
    ? SKIPPED.includes(name)
    : at.length === 1 && at[0] === 'metadata' && SKIPPED_OF_METADATA.includes(name));

const isEncoded = (at: readonly string[]) => at[0] === 'data';

/** Bytes that are no text hold no name either; those of a text stay the same in any encoding that grows from ASCII. */
const decoded = (value: string) => Buffer.from(value, 'base64').toString('latin1');
