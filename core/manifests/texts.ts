import { pointer } from './fields.ts';
import type { KubeObject } from './kube-object.ts';
import { isSecret } from './privacy.ts';

/** A text longer than this is no name and no URL, but a file of its own kind. */
const MAX_LENGTH = 1_000_000;

/** Every text in an object with the JSON pointer of where it is; values of a Secret as what they stand for. */
export function* textsOf(object: KubeObject): Generator<{ text: string; at: string }> {
  const decode = isSecret(object);
  for (const each of textsIn(object, [])) {
    if (each.text.length > MAX_LENGTH) continue;
    const isEncoded = decode && each.at.startsWith('/data/');
    // Bytes that are no text hold no name either; those of a text stay the same in any encoding that grows from ASCII.
    yield isEncoded ? { ...each, text: Buffer.from(each.text, 'base64').toString('latin1') } : each;
  }
}

function* textsIn(value: unknown, at: string[]): Generator<{ text: string; at: string }> {
  if (typeof value === 'string') yield { text: value, at: pointer(at) };
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) yield* textsIn(each, [...at, key]);
}
