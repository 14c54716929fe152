import { fieldAt, isRecord, pointer } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { memo } from '../../../kube/memo.ts';
import type { SourceIndex } from '../context.ts';
import { type Reference, referencesOf } from '../graph/references-of.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { REFERENCES } from '../tables/references/references.ts';
import type { ReferenceRow } from '../tables/references/row.ts';
import { info, KEEP, warning } from '../verdicts.ts';

/** Owners have a rule of their own; what makes or serves a thing does not need it to be there. */
const isNeeded = ({ scope, form, from, goesAlong }: ReferenceRow) =>
  scope === 'namespace' && form !== 'host' && !from.includes('*') && !goesAlong;

const neededBy = memo((own: readonly ReferenceRow[]) => [...REFERENCES, ...own].filter(isNeeded));
const NONE: readonly ReferenceRow[] = [];

/** What each cluster makes in each namespace. */
const MADE_BY_CLUSTERS = ['/ServiceAccount default', '/ConfigMap kube-root-ca.crt'];

export const reportMissingReferences: Rule = {
  name: 'report-missing-references',
  description: 'Objects of the cloned namespaces that others refer to, and that are no part of the clone, are named.',
  appliesTo: ['*'],
  apply(object, { index, references = NONE }) {
    if (!index.namespaces) return KEEP;
    const findings = referencesOf(object, neededBy(references)).flatMap((reference) =>
      findingOf(object, reference, index),
    );
    return findings.length > 0 ? { do: 'keep', findings } : KEEP;
  },
};

function findingOf(object: KubeObject, { row, at, to }: Reference, index: SourceIndex): RuleFinding[] {
  if (!to?.namespace || !index.namespaces?.includes(to.namespace)) return [];
  if (MADE_BY_CLUSTERS.includes(`${to.kind} ${to.name}`) || isOptional(object, at)) return [];
  if (exported(index).has(`${to.kind} ${to.namespace}/${to.name}`)) return [];
  const kind = to.kind.slice(to.kind.indexOf('/') + 1);
  const sentence = `It refers to ${kind} ${to.name}, which is no part of the clone: the source does not have it, or the selection leaves it out.`;
  // A container does not start without; of others the operator or controller says so in the target.
  return row.from.includes('pods')
    ? [
        warning(
          pointer(at),
          `${sentence} Its pods do not start without it: select it as well, or make it in the target.`,
        ),
      ]
    : [info(pointer(at), sentence)];
}

/** `optional` beside the name, as selectors of keys, environments and volumes have it. */
const isOptional = (object: KubeObject, at: readonly string[]) => {
  const beside = fieldAt(object, at.slice(0, -1));
  return isRecord(beside) && beside.optional === true;
};

/** `group/Kind namespace/name` of everything that is exported. */
const exported = memo(
  ({ uids }: SourceIndex) =>
    new Set(
      Object.values(uids).map((text) => {
        const [apiVersion = '', kind = '', name = ''] = text.split(' ');
        const slash = apiVersion.indexOf('/');
        return `${slash < 0 ? '' : apiVersion.slice(0, slash)}/${kind} ${name}`;
      }),
    ),
);
