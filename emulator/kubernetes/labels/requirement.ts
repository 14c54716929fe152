import { badRequest } from '../errors/status.ts';

export type Labels = Readonly<Record<string, string>>;

/** One condition of a label selector (`labels.Requirement` of k8s.io/apimachinery). */
export interface Requirement {
  key: string;
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  values: readonly string[];
}

/** As `Requirement.Matches` has it: without the label, only NotIn and DoesNotExist are fulfilled. */
export function fulfils(labels: Labels, { key, operator, values }: Requirement): boolean {
  const label = Object.entries(labels).find(([name]) => name === key)?.[1];
  if (label === undefined) return operator === 'NotIn' || operator === 'DoesNotExist';
  const [wanted = ''] = values;
  switch (operator) {
    case 'Exists':
      return true;
    case 'DoesNotExist':
      return false;
    case 'In':
      return values.includes(label);
    case 'NotIn':
      return !values.includes(label);
    case 'Gt':
      return isInt64(label) && BigInt(label) > BigInt(wanted);
    case 'Lt':
      return isInt64(label) && BigInt(label) < BigInt(wanted);
  }
}

const TOKEN = /[=!]=|[=!(),<>]|[^ \t\r\n=!(),<>]+/g;
const isWord = (token: string | undefined) => token !== undefined && !/^[=!(),<>]/.test(token);

/**
 * The requirements of a `labelSelector` parameter: parts between commas that are in no brackets, each told by the tokens
 * that it has (`Parser.parse` of k8s.io/apimachinery/pkg/labels/selector.go). Throws 400.
 */
export function parseRequirements(text: string): Requirement[] {
  const tokens: string[] = text.match(TOKEN) ?? [];
  if (tokens.length === 0) return [];
  const parts: string[][] = [[]];
  let isInside = false;
  for (const token of tokens) {
    if (token === '(' || token === ')') isInside = token === '(';
    if (token === ',' && !isInside) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts.map(requirementOf);
}

function requirementOf(tokens: string[]): Requirement {
  const [first, second] = tokens;
  if (first === '!' && tokens.length === 2) return checked({ key: second!, operator: 'DoesNotExist', values: [] });
  if (!isWord(first)) throw unreadable(first, '!, identifier, or end of string');
  const key = first!;
  if (tokens.length === 1) return checked({ key, operator: 'Exists', values: [] });
  const rest = tokens.slice(2);
  switch (second) {
    case '=':
    case '==':
      return checked({ key, operator: 'In', values: [exactly(rest)] });
    case '!=':
      return checked({ key, operator: 'NotIn', values: [exactly(rest)] });
    case '>':
    case '<':
      return checked({ key, operator: second === '>' ? 'Gt' : 'Lt', values: [exactly(rest)] });
    case 'in':
    case 'notin':
      return checked({ key, operator: second === 'in' ? 'In' : 'NotIn', values: listed(rest) });
    default:
      throw unreadable(second, 'in, notin, =, ==, !=, gt, lt');
  }
}

/** No value is the empty one. */
function exactly(tokens: string[]): string {
  if (tokens.length > 1) throw unreadable(tokens[1], "',' or end of string");
  if (tokens.length === 1 && !isWord(tokens[0])) throw unreadable(tokens[0], 'identifier');
  return tokens[0] ?? '';
}

/** What is missing between commas, or between brackets, is the empty value. */
function listed(tokens: string[]): string[] {
  const inner = tokens.slice(1, -1);
  if (tokens[0] !== '(') throw unreadable(tokens[0], "'('");
  if (tokens.length < 2 || tokens.at(-1) !== ')') throw unreadable(tokens.at(-1), "')'");
  const odd = inner.find((token, at) => (isWord(token) ? isWord(inner[at + 1]) : token !== ','));
  if (odd !== undefined) throw unreadable(odd, "',' or ')'");
  return [...new Set(inner.join('').split(','))];
}

const NAME = /^(?=.{1,63}$)[A-Za-z0-9]+([-_.]+[A-Za-z0-9]+)*$/;
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]+(-+[a-z0-9]+)*(\.[a-z0-9]+(-+[a-z0-9]+)*)*$/;

function checked(requirement: Requirement): Requirement {
  const { key, operator, values } = requirement;
  const [name = '', prefix, ...more] = key.split('/').toReversed();
  if (!NAME.test(name) || more.length > 0 || (prefix !== undefined && !SUBDOMAIN.test(prefix)))
    throw badRequest(`unable to parse requirement: <nil>: Invalid value: "${key}": name part must be a qualified name`);
  const isCompared = operator === 'Gt' || operator === 'Lt';
  const isValue = (value: string) => (isCompared ? isInt64(value) : value === '' || NAME.test(value));
  const wrong = values.find((value) => !isValue(value));
  if (wrong !== undefined)
    throw badRequest(`unable to parse requirement: values[0][${key}]: Invalid value: "${wrong}"`);
  return requirement;
}

/** What `strconv.ParseInt` takes of the texts that are values of labels, none of which begins with a sign. */
const isInt64 = (text: string) => /^[0-9]+$/.test(text) && BigInt(text) < 2n ** 63n;

const unreadable = (found: string | undefined, expected: string) =>
  badRequest(`unable to parse requirement: found '${found ?? ''}', expected: ${expected}`);
