import { type Finding, findingsBy } from '../../kube/finding.ts';
import type { ObjectOrder } from '../translate/graph/object-order.ts';
import type { ReferenceRow } from '../translate/tables/references/row.ts';
import { DEEPEST, type UnmetNeed, unmetNeeds } from '../translate/waves.ts';

const about = findingsBy('order-of-apply');

const WHY: Record<UnmetNeed['why'], (need: UnmetNeed) => string> = {
  'each-other': ({ kind }) => `they need each other, and ${kind} is applied first`,
  'built-in': ({ kind }) => `${kind} is applied first, since built-in kinds keep their order`,
  'too-deep': () => `they are applied together, since custom resources are put in order ${DEEPEST + 1} deep`,
};

/** What of the references that the request adds (`selection.references`) the order of applying does not fulfil. */
export const orderFindings = (references: readonly ReferenceRow[]): Finding[] =>
  unmetNeeds(references).map((need) =>
    about(
      { apiVersion: 'kubeferry', kind: 'Reference', name: `${need.kind} to ${need.to}` },
      'info',
      `By selection.references, ${need.kind} needs ${need.to}: ${WHY[need.why](need)}.`,
    ),
  );

/** A circle of many is told by its first objects, and of many circles the first ones are told. */
const SHOWN = 10;

/** Custom resources that need each other, or are deeper than there are waves: they are applied together. */
export function circleFindings({ circles, levels }: ObjectOrder): Finding[] {
  const found = circles.slice(0, SHOWN).map((circle) => {
    const more = circle.length > SHOWN ? ` and ${circle.length - SHOWN} more` : '';
    return about(
      order(circle[0]!),
      'info',
      `${circle.slice(0, SHOWN).join(', ')}${more} need each other: they are applied together, and their controllers have to wait for each other as at the source.`,
    );
  });
  const deep = [...levels].filter(([, level]) => level > DEEPEST).map(([object]) => object);
  if (deep.length === 0) return found;
  const sentence = `${deep.length} custom resources need others more than ${DEEPEST + 1} deep: they are applied together, the first is ${deep.toSorted()[0]}.`;
  return [...found, about(order(deep.toSorted()[0]!), 'info', sentence)];
}

const order = (name: string) => ({ apiVersion: 'kubeferry', kind: 'Order', name });
