/** One condition of a label selector. */
export interface Requirement {
  key: string;
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  /** None for Exists and DoesNotExist, one whole number for Gt and Lt. */
  values: string[];
}

export type Labels = Readonly<Record<string, string>>;

/** As the API server has it: NotIn is met without the label, Gt and Lt only by whole numbers (`Requirement.Matches`). */
export function meets(labels: Labels, { key, operator, values }: Requirement): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    default: {
      const [has, wanted] = [wholeNumber(value), wholeNumber(values[0])];
      if (has === undefined || wanted === undefined) return false;
      return operator === 'Gt' ? has > wanted : has < wanted;
    }
  }
}

/** Of 64 bits, as Go's int64; undefined for everything else. */
export function wholeNumber(text = ''): bigint | undefined {
  if (!/^[-+]?\d+$/.test(text)) return undefined;
  const number = BigInt(text.replace('+', ''));
  return BigInt.asIntN(64, number) === number ? number : undefined;
}

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const PREFIX = new RegExp(`^(?=.{1,253}$)${LABEL}(\\.${LABEL})*$`);

/** A name, with a DNS subdomain and a slash before it or not (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set). */
export function isLabelKey(text: string): boolean {
  const slash = text.indexOf('/');
  return NAME.test(text.slice(slash + 1)) && (slash === -1 || PREFIX.test(text.slice(0, slash)));
}

/** Empty, or like the name of a key. */
export const isLabelValue = (text: string) => text === '' || NAME.test(text);
