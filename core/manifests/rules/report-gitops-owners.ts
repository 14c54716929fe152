import type { Rule } from '../rule.ts';
import { info, KEEP } from '../verdicts.ts';

/** Marks by which a GitOps tool knows its objects, by label or annotation. */
const MARKS: Record<string, string> = {
  'argocd.argoproj.io/tracking-id': 'Argo CD',
  'argocd.argoproj.io/instance': 'Argo CD',
  'kustomize.toolkit.fluxcd.io/name': 'Flux',
  'helm.toolkit.fluxcd.io/name': 'Flux',
};

export const reportGitopsOwners: Rule = {
  name: 'report-gitops-owners',
  description: 'Objects that Argo CD or Flux made are named: the tool of the target may revert or delete them.',
  appliesTo: ['*'],
  apply({ metadata }) {
    const marks = { ...metadata.labels, ...metadata.annotations };
    const mark = Object.keys(marks).find((name) => name in MARKS);
    if (!mark) return KEEP;
    const sentence = `${MARKS[mark]} made it (${mark}: ${marks[mark]}); where it runs in the target too, it may revert or delete the clone's object.`;
    return { do: 'keep', findings: [info('/metadata', sentence)] };
  },
};
