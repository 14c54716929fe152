import { KubeferryError } from '../errors.ts';
import { isLabelKey, isLabelValue, type Labels, meets, type Requirement, wholeNumber } from './label-requirement.ts';

/**
 * A label selector as the API server takes it: `app=web,tier in (a,b),!canary`
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors; where the page is not exact,
 * `labels.Parse` of k8s.io/apimachinery, such as for `size>3`). Throws InvalidRequest with the place of the first mistake.
 */
export function parseLabelSelector(text: string): (labels: Labels) => boolean {
  const requirements = new Parser(text).requirements();
  return (labels) => requirements.every((each) => meets(labels, each));
}

/** What is wrong with a text as a label selector, in a sentence; undefined when nothing is. */
export function mistakeInSelector(text: string): string | undefined {
  try {
    parseLabelSelector(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const EXAMPLE = 'app=web,tier in (front,back),env!=test,!canary';

const NAMED = 'it has at most 63 letters, digits and "-_.", and a letter or digit at both ends';

const OPERATORS: Record<string, Requirement['operator']> = {
  '=': 'In',
  '==': 'In',
  '!=': 'NotIn',
  in: 'In',
  notin: 'NotIn',
  '>': 'Gt',
  '<': 'Lt',
};

interface Token {
  /** '' at the end. */
  text: string;
  /** Where it begins, from 0. */
  at: number;
}

const TOKENS = /==|!=|[=!(),<>]|[^ \t\r\n=!(),<>]+/g;
const SYMBOL = /^[=!(),<>]/;

class Parser {
  readonly #text: string;
  readonly #tokens: Token[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = [...text.matchAll(TOKENS)].map((match) => ({ text: match[0], at: match.index }));
  }

  requirements(): Requirement[] {
    if (this.#next.text === '') return [];
    const found: Requirement[] = [];
    do found.push(this.#requirement());
    while (this.#takes(','));
    if (this.#next.text !== '') this.#miss('"," or the end');
    return found;
  }

  #requirement(): Requirement {
    const isAbsent = this.#takes('!');
    const key = this.#word('the name of a label');
    if (!isLabelKey(key.text)) this.#refuse(key, `is no name of a label: ${NAMED}, after a DNS name and "/" or not`);
    if (isAbsent) return { key: key.text, operator: 'DoesNotExist', values: [] };
    if (this.#isNext('', ',')) return { key: key.text, operator: 'Exists', values: [] };
    const sign = this.#next;
    const operator = Object.hasOwn(OPERATORS, sign.text) ? OPERATORS[sign.text] : undefined;
    if (!operator) this.#miss('"=", "!=", "in", "notin" or ","');
    this.#at++;
    const values = SYMBOL.test(sign.text) ? [this.#value(['', ','], operator)] : this.#list(operator);
    return { key: key.text, operator, values };
  }

  /** What is left out between commas, or between the brackets, is the empty value. */
  #list(operator: Requirement['operator']): string[] {
    if (!this.#takes('(')) this.#miss('"("');
    const values: string[] = [];
    do values.push(this.#value([',', ')'], operator));
    while (this.#takes(','));
    if (!this.#takes(')')) this.#miss('"," or ")"');
    return values;
  }

  #value(ends: string[], operator: Requirement['operator']): string {
    const isNumber = operator === 'Gt' || operator === 'Lt';
    if (this.#isNext(...ends) && !isNumber) return '';
    const value = this.#word(isNumber ? 'a whole number' : 'a value');
    if (!isLabelValue(value.text)) this.#refuse(value, `is no value of a label: ${NAMED}`);
    if (isNumber && wholeNumber(value.text) === undefined) this.#refuse(value, 'is no whole number');
    return value.text;
  }

  get #next(): Token {
    return this.#tokens[this.#at] ?? { text: '', at: this.#text.length };
  }

  #isNext(...texts: string[]): boolean {
    return texts.includes(this.#next.text);
  }

  #takes(text: string): boolean {
    if (!this.#isNext(text)) return false;
    this.#at++;
    return true;
  }

  #word(what: string): Token {
    const word = this.#next;
    if (word.text === '' || SYMBOL.test(word.text)) this.#miss(what);
    this.#at++;
    return word;
  }

  #miss(wanted: string): never {
    const { text, at } = this.#next;
    throw this.#mistake(
      text === ''
        ? `it ends where ${wanted} should be`
        : `at character ${at + 1} is ${JSON.stringify(text)}, where ${wanted} should be`,
    );
  }

  #refuse({ text, at }: Token, why: string): never {
    throw this.#mistake(`${JSON.stringify(text)} at character ${at + 1} ${why}`);
  }

  #mistake(what: string): KubeferryError {
    return new KubeferryError(
      'InvalidRequest',
      `${JSON.stringify(this.#text)} is no label selector: ${what}. Write it as kubectl takes it, such as ${EXAMPLE}.`,
    );
  }
}
