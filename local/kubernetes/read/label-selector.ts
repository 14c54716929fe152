import { badRequest } from '../http/status.ts';
import type { LabelSelector } from '../kinds/shapes.ts';

export type LabelTest = (labels: Record<string, string>) => boolean;

/** True when labels fulfil a LabelSelector; an empty one selects everything. */
export function matchesSelector(labels: Record<string, string>, selector: LabelSelector): boolean {
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return (
    equal && (selector.matchExpressions ?? []).every((one) => requirement(one.key, one.operator, one.values)(labels))
  );
}

/**
 * Parses a `labelSelector` parameter: `a=b,c!=d,e in (f,g),h notin (i),j,!k`
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#api). Throws 400.
 */
export function parseLabelSelector(text: string): LabelTest {
  const parts = text.match(/(?:[^,(]|\([^)]*\))+/g) ?? [];
  const tests = parts.map((part) => parseRequirement(part.trim(), text));
  return (labels) => tests.every((test) => test(labels));
}

function parseRequirement(part: string, whole: string): LabelTest {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(part);
  if (set)
    return requirement(
      set[1]!,
      set[2] === 'in' ? 'In' : 'NotIn',
      set[3]!.split(',').map((value) => value.trim()),
    );
  const compared = /^([^\s=!]+)\s*(==|=|!=)\s*(\S*)$/.exec(part);
  if (compared) return requirement(compared[1]!, compared[2] === '!=' ? 'NotIn' : 'In', [compared[3]!]);
  if (/^![^\s=!]+$/.test(part)) return requirement(part.slice(1), 'DoesNotExist');
  if (/^[^\s=!()]+$/.test(part)) return requirement(part, 'Exists');
  throw badRequest(`unable to parse requirement: found '${part}' in the label selector '${whole}'`);
}

function requirement(key: string, operator: string, values: string[] = []): LabelTest {
  switch (operator) {
    case 'In':
      return (labels) => labels[key] !== undefined && values.includes(labels[key]);
    case 'NotIn':
      return (labels) => labels[key] === undefined || !values.includes(labels[key]);
    case 'Exists':
      return (labels) => labels[key] !== undefined;
    case 'DoesNotExist':
      return (labels) => labels[key] === undefined;
    default:
      throw badRequest(`"${operator}" is not a valid label selector operator`);
  }
}
