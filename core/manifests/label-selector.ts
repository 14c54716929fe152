import { KubeferryError } from '../errors.ts';

type Labels = Record<string, string>;

/**
 * A label selector as kubectl takes it: `app=web,tier in (a,b),!canary`
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors).
 * Throws InvalidRequest naming the part that is none.
 */
export function parseLabelSelector(text: string): (labels: Labels) => boolean {
  const parts = text.split(/,(?![^(]*\))/).map((part) => part.trim());
  const tests = parts.filter((part) => part !== '').map(parseRequirement);
  return (labels) => tests.every((test) => test(labels));
}

const KEY = '([A-Za-z0-9][-A-Za-z0-9_./]*)';
const SET = new RegExp(`^${KEY}\\s+(in|notin)\\s+\\(([^)]*)\\)$`);
const EQUAL = new RegExp(`^${KEY}\\s*(==|=|!=)\\s*([-A-Za-z0-9_.]*)$`);
const EXISTS = new RegExp(`^(!?)\\s*${KEY}$`);

function parseRequirement(part: string): (labels: Labels) => boolean {
  const set = SET.exec(part);
  if (set) {
    const values = set[3]!.split(',').map((value) => value.trim());
    return (labels) => values.includes(labels[set[1]!] ?? '\0') === (set[2] === 'in');
  }
  const equal = EQUAL.exec(part);
  if (equal) return (labels) => (labels[equal[1]!] === equal[3]) === (equal[2] !== '!=');
  const exists = EXISTS.exec(part);
  if (exists) return (labels) => Object.hasOwn(labels, exists[2]!) === (exists[1] === '');
  throw new KubeferryError(
    'InvalidRequest',
    `"${part}" is no part of a label selector; write key=value, key!=value, key in (a,b), key notin (a,b), key or !key`,
  );
}
