import type { LabelSelector } from '../contract/shapes.ts';
import { badRequest } from '../errors/status.ts';
import { fulfils, type Labels, parseRequirements, type Requirement } from './requirement.ts';

export type LabelTest = (labels: Labels) => boolean;

/** Those of a LabelSelector in an object; the text of a request has two more. */
const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** True when labels fulfil a LabelSelector; an empty one selects everything. */
export function matchesSelector(labels: Labels, selector: LabelSelector): boolean {
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return equal && (selector.matchExpressions ?? []).every((each) => fulfils(labels, requirement(each)));
}

/**
 * Parses a `labelSelector` parameter: `a=b,c!=d,e in (f,g),h notin (i),j,!k`
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#api). Throws 400.
 */
export function parseLabelSelector(text: string): LabelTest {
  const requirements = parseRequirements(text);
  return (labels) => requirements.every((each) => fulfils(labels, each));
}

type Expression = NonNullable<LabelSelector['matchExpressions']>[number];

function requirement({ key, operator, values = [] }: Expression): Requirement {
  if (!OPERATORS.includes(operator)) throw badRequest(`"${operator}" is not a valid label selector operator`);
  return { key, operator: operator as Requirement['operator'], values };
}
