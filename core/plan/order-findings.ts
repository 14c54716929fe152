import { type Finding, findingsBy } from '../../kube/finding.ts';
import type { ReferenceRow } from '../translate/tables/references/row.ts';
import { type UnmetNeed, unmetNeeds } from '../translate/waves.ts';

const about = findingsBy('order-of-apply');

const WHY: Record<UnmetNeed['why'], (need: UnmetNeed) => string> = {
  'each-other': ({ kind }) => `they need each other, and ${kind} is applied first`,
  'built-in': ({ kind }) => `${kind} is applied first, since built-in kinds keep their order`,
  'too-deep': () => 'they are applied together, since custom resources are put in order three deep',
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
