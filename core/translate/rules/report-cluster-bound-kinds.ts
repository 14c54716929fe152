import { kindKey } from '../pod-templates.ts';
import { OPERATED } from '../recipes/recipes.ts';
import type { Rule } from '../rule.ts';
import { warning } from '../verdicts.ts';

/** Kinds that do not work in another cluster by themselves, and what they need: an operator's own in its recipe. */
const NEEDS: Record<string, string> = {
  'bitnami.com/SealedSecret':
    'it can only be opened with the sealing key of the source; the Secret that it made is copied',
  'longhorn.io/Volume': 'Longhorn keeps its data on disks of nodes, which are not copied',
  ...Object.fromEntries(OPERATED.flatMap(({ kind, needs }) => (needs ? [[kind, needs]] : []))),
};

export const reportClusterBoundKinds: Rule = {
  name: 'report-cluster-bound-kinds',
  description:
    'Custom resources that are tied to keys, disks or claims of their cluster are named, with what they need.',
  appliesTo: Object.keys(NEEDS),
  apply(object) {
    return {
      do: 'keep',
      findings: [warning('', `${object.kind} ${object.metadata.name}: ${NEEDS[kindKey(object)]}.`)],
    };
  },
};
