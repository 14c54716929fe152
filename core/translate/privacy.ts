import { isRecord } from '../../kube/fields.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { MASK } from '../base/outside/mask.ts';
import { discreetText } from '../base/outside/outside-text.ts';
import { isSecretName } from '../base/outside/secret-name.ts';
import { SHORTEST_SECRET } from '../base/outside/secrets-of.ts';
import type { Step } from './changes.ts';

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Long, of no use to a reader, and never needed for a replay: recorded without what was there. */
const BULK = [
  '/status',
  '/metadata/managedFields',
  '/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration',
];

/** Where a Secret, or an annotation with a copy of it, holds its values. */
const SECRET = ['/data', '/stringData', '/metadata/annotations'];

const isUnder = (path: string, roots: readonly string[]) =>
  roots.some((root) => path === root || path.startsWith(`${root}/`));

export const isSecret = (object: KubeObject) => object.kind === 'Secret' && object.apiVersion === 'v1';

/**
 * A step as it may be recorded: never with a Secret's value in it. A replay needs no `before`, so nothing is lost;
 * a rule that wrote into a Secret's data would need its `after`, so that is refused.
 */
export function discreet(step: Step, object: KubeObject): Step {
  if (isUnder(step.path, BULK) || holdsLastApplied(step)) return without(step);
  if (!isSecret(object)) return step;
  if (step.op !== 'remove' && isUnder(step.path, SECRET.slice(0, 2))) {
    throw new Error('a rule may remove entries of a Secret, never write them');
  }
  return step.before !== undefined && isUnder(step.path, SECRET) ? { ...step, before: MASK } : step;
}

function holdsLastApplied({ path, before }: Step): boolean {
  return path === '/metadata/annotations' && typeof before === 'object' && before !== null && LAST_APPLIED in before;
}

function without({ before: _, ...step }: Step): Step {
  return step;
}

/**
 * The same value as a person may read it: no password in a text, whatever its form (`redact`), no value that stands
 * beside a name for secrets, and no control characters. Replays need the exact values, so that the pipeline's own
 * changes are masked only when they are written down.
 */
export function withoutPasswords<T>(value: T): T {
  return masked(value) as T;
}

function masked(value: unknown): unknown {
  if (typeof value === 'string') return discreetText(value);
  if (Array.isArray(value)) return sameOr(value, maskedList(value));
  if (!isRecord(value)) return value;
  const entries = maskedEntries(value);
  return entries.every(([key, each]) => value[key] === each) ? value : Object.fromEntries(entries);
}

const maskedList = (list: unknown[]) =>
  list.map((each, at) => (isSecretFlag(list[at - 1]) ? hidden(each) : masked(each)));

/** What holds nothing to mask stays the very same, as almost everything does. */
const sameOr = (before: unknown[], after: unknown[]) =>
  after.every((each, at) => each === before[at]) ? before : after;

function maskedEntries(value: Record<string, unknown>): [string, unknown][] {
  // `{name: DB_PASSWORD, value: …}` of a container's variables, and a change below `/data/password`.
  const whole = [value.name, lastOf(value.path)].some((name) => typeof name === 'string' && isSecretName(name));
  return Object.entries(value).map(([key, each]) => {
    const isHidden = isSecretName(key) || (whole && ['value', 'before', 'after'].includes(key));
    return [key, isHidden ? hidden(each) : masked(each)];
  });
}

/** Only texts hold secrets; a reference to a variable, `$(DB_PASSWORD)`, is none. */
export const hidden = (value: unknown) =>
  typeof value === 'string' && !/^(?:\$\(\w*\))?$/.test(value) ? MASK : masked(value);

/** `--password`, whose value is the next argument. */
export const isSecretFlag = (word: unknown) =>
  typeof word === 'string' && /^--?[\w.-]+$/.test(word) && isSecretName(word);

/** Texts of an object that `withoutPasswords` hides by the name beside them, and that are long enough to be told from words. */
export function hiddenTexts(value: unknown): string[] {
  if (Array.isArray(value))
    return value.flatMap((each, at) => (isSecretFlag(value[at - 1]) ? textsIn(each) : hiddenTexts(each)));
  if (!isRecord(value)) return [];
  const whole = typeof value.name === 'string' && isSecretName(value.name);
  return Object.entries(value).flatMap(([key, each]) =>
    isSecretName(key) || (whole && key === 'value') ? textsIn(each) : hiddenTexts(each),
  );
}

const textsIn = (value: unknown) =>
  typeof value === 'string' && value.length >= SHORTEST_SECRET && hidden(value) === MASK ? [value] : hiddenTexts(value);

const lastOf = (path: unknown) => (typeof path === 'string' ? path.split('/').at(-1) : undefined);
