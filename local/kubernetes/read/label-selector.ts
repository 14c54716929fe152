import { type Labels, meets, type Requirement } from '../../../core/manifests/label-requirement.ts';
import { parseLabelSelector as parse } from '../../../core/manifests/label-selector.ts';
import { badRequest } from '../http/status.ts';
import type { LabelSelector } from '../kinds/shapes.ts';

export type LabelTest = (labels: Labels) => boolean;

/** Those of a LabelSelector in an object; the text of a request has two more. */
const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** True when labels fulfil a LabelSelector; an empty one selects everything. */
export function matchesSelector(labels: Labels, selector: LabelSelector): boolean {
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return equal && (selector.matchExpressions ?? []).every((each) => meets(labels, requirement(each)));
}

/**
 * Parses a `labelSelector` parameter: `a=b,c!=d,e in (f,g),h notin (i),j,!k`
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#api). Throws 400.
 */
export function parseLabelSelector(text: string): LabelTest {
  try {
    return parse(text);
  } catch (error) {
    throw badRequest(`unable to parse requirement: ${(error as Error).message}`);
  }
}

type Expression = NonNullable<LabelSelector['matchExpressions']>[number];

function requirement({ key, operator, values = [] }: Expression): Requirement {
  if (!OPERATORS.includes(operator)) throw badRequest(`"${operator}" is not a valid label selector operator`);
  return { key, operator: operator as Requirement['operator'], values };
}
