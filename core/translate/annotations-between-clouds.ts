import { isRecord, type Path, pointer } from '../../kube/fields.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { type Cloud, cloudOf, type TranslationContext } from './context.ts';
import { removeFields, setField } from './edit.ts';
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

const isOf = (cloud: Cloud) => (name: string) => ANNOTATIONS_OF[cloud].some((each) => each.test(name));

/** Annotations for load balancers as the other cloud reads them, and those that it has no word for. */
function mapBetween(given: Readonly<Record<string, string>>, pairs: readonly Pair[], context: TranslationContext) {
  const from = cloudOf(context.source);
  const own = Object.keys(given).filter(isOf(from));
  const known = pairs.flatMap((pair) => {
    const there = own.includes(pair[from]) ? counterpart(pair, given[pair[from]]!, from) : undefined;
    return there ? [{ name: pair[from], there }] : [];
  });
  const others = Object.entries(given).filter(([name]) => !own.includes(name));
  return {
    annotations: Object.fromEntries([...others, ...known.map(({ there }) => there)]),
    own,
    lost: own.filter((each) => !known.some(({ name }) => name === each)),
  };
}

/** The annotations of the object itself. */
export function betweenClouds(object: KubeObject, pairs: readonly Pair[], context: TranslationContext) {
  const { annotations, own, lost } = mapBetween(object.metadata.annotations ?? {}, pairs, context);
  if (own.length === 0) return { mapped: object, lost };
  const isEmpty = Object.keys(annotations).length === 0;
  const mapped = isEmpty ? removeFields(object, [ANNOTATIONS]) : setField(object, ANNOTATIONS, annotations);
  return { mapped, lost };
}

/**
 * Maps with such annotations anywhere in a custom resource: gateways and operators copy them to the Services that they
 * make. `say` adds what depends on the map as it was.
 */
export function nestedBetweenClouds(
  object: KubeObject,
  pairs: readonly Pair[],
  context: TranslationContext,
  say: (given: Readonly<Record<string, string>>) => Record<string, string>,
) {
  const isOwn = isOf(cloudOf(context.source));
  const lost = new Set<string>();
  const mapIn = (node: unknown): unknown => {
    if (Array.isArray(node)) return sharing(node, node.map(mapIn));
    if (!isRecord(node)) return node;
    if (!Object.entries(node).some(([name, value]) => isOwn(name) && typeof value === 'string')) {
      const entries = Object.entries(node).map(([name, value]) => [name, mapIn(value)] as const);
      return entries.every(([name, value]) => value === node[name]) ? node : Object.fromEntries(entries);
    }
    const found = mapBetween(node as Record<string, string>, pairs, context);
    for (const name of found.lost) lost.add(name);
    return { ...found.annotations, ...say(node as Record<string, string>) };
  };
  const { status, ...rest } = object;
  const mapped = mapIn(rest);
  return { mapped: mapped === rest ? object : { ...object, ...(mapped as KubeObject) }, lost: [...lost] };
}

const sharing = (before: unknown[], after: unknown[]) =>
  after.every((each, at) => each === before[at]) ? before : after;

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
export function tellLost(lost: readonly string[], meanwhile: readonly string[], at: Path = ANNOTATIONS): RuleFinding[] {
  const told = lost.filter((name) => !meanwhile.includes(name));
  if (told.length === 0) return [];
  const sentence = `Not carried over, since the target's load balancers have no counterpart of it: ${told.join(', ')}.`;
  return [warning(pointer(at), sentence)];
}

/** Of those, what keeps strangers away. */
export const guardsAmong = (lost: readonly string[]) =>
  lost.filter((name) => GUARDS.includes(name) || GUARDS_OF_AZURE.includes(name));

export const opened = ({ kind, metadata }: KubeObject, guards: readonly string[]) =>
  `The load balancer of ${kind} ${metadata.name} is on the internet, and what guards it has no counterpart in the target: without ${guards.join(', ')} it would be open to everybody. Make it internal at the source first, or leave it out and make it by hand.`;
