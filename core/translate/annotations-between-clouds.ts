import { pointer } from '../../kube/fields.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { cloudOf, type TranslationContext } from './context.ts';
import { removeEntries, setField } from './edit.ts';
import type { RuleFinding } from './rule.ts';
import { GUARDS } from './tables/aws-ids.ts';
import { ANNOTATIONS_OF, GUARDS_OF_AZURE } from './tables/load-balancers-of-clouds.ts';
import { warning } from './verdicts.ts';

const ANNOTATIONS = ['metadata', 'annotations'];

/** An annotation of each cloud that means the same, and pairs of values where those differ. */
export interface Pair {
  azure: string;
  aws: string;
  values?: readonly (readonly [azure: string, aws: string])[];
  /** AWS has it in small letters. */
  lower?: true;
}

/** Annotations for load balancers as the other cloud reads them, and those that it has no word for. */
export function betweenClouds(object: KubeObject, pairs: readonly Pair[], context: TranslationContext) {
  const from = cloudOf(context.source);
  const given = object.metadata.annotations ?? {};
  const own = Object.keys(given).filter((name) => ANNOTATIONS_OF[from].some((each) => each.test(name)));
  const known = new Map<string, [name: string, value: string]>();
  for (const pair of pairs) {
    const there = own.includes(pair[from]) ? counterpart(pair, given[pair[from]]!, from) : undefined;
    if (there) known.set(pair[from], there);
  }
  const bare = own.length > 0 ? removeEntries(object, ANNOTATIONS, (name) => own.includes(name)) : object;
  const mapped = [...known.values()].reduce(
    (current, [name, value]) => setField(current, [...ANNOTATIONS, name], value),
    bare,
  );
  return { mapped, lost: own.filter((name) => !known.has(name)) };
}

function counterpart(
  { values, lower, ...pair }: Pair,
  value: string,
  from: 'aws' | 'azure',
): [string, string] | undefined {
  const name = from === 'azure' ? pair.aws : pair.azure;
  const [here, there] = from === 'azure' ? [0, 1] : [1, 0];
  const said = values ? values.find((each) => each[here] === value)?.[there] : value;
  return said === undefined ? undefined : [name, lower ? said.toLowerCase() : said];
}

/** One sentence for all that is removed. */
export function tellLost(lost: readonly string[], meanwhile: readonly string[]): RuleFinding[] {
  const told = lost.filter((name) => !meanwhile.includes(name));
  if (told.length === 0) return [];
  const sentence = `Not carried over, since the target's load balancers have no counterpart of it: ${told.join(', ')}.`;
  return [warning(pointer(ANNOTATIONS), sentence)];
}

/** Of those, what keeps strangers away. */
export const guardsAmong = (lost: readonly string[]) =>
  lost.filter((name) => GUARDS.includes(name) || GUARDS_OF_AZURE.includes(name));

export const opened = ({ kind, metadata }: KubeObject, guards: readonly string[]) =>
  `The load balancer of ${kind} ${metadata.name} is on the internet, and what guards it has no counterpart in the target: without ${guards.join(', ')} it would be open to everybody. Make it internal at the source first, or leave it out and make it by hand.`;
