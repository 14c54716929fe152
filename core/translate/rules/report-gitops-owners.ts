import type { Rule } from '../rule.ts';
import { GITOPS_MARKS } from '../tables/managers.ts';
import { info, KEEP } from '../verdicts.ts';

const HELM_RELEASE = 'helm.sh/release.v1';
const HELM =
  'The record of a Helm release is copied as it was: the next upgrade goes by its chart and values, not by the translation.';

export const reportGitopsOwners: Rule = {
  name: 'report-gitops-owners',
  description:
    'Objects that Argo CD or Flux made, and records of Helm, are named: these tools may take the translation back.',
  appliesTo: ['*'],
  apply({ metadata, kind, type }) {
    if (kind === 'Secret' && type === HELM_RELEASE) return { do: 'keep', findings: [info('', HELM)] };
    const marks = { ...metadata.labels, ...metadata.annotations };
    const mark = Object.keys(marks).find((name) => Object.hasOwn(GITOPS_MARKS, name));
    if (!mark) return KEEP;
    const sentence = `${GITOPS_MARKS[mark]} made it (${mark}: ${marks[mark]}); where it runs in the target too, it may revert or delete the clone's object.`;
    return { do: 'keep', findings: [info('/metadata', sentence)] };
  },
};
