import { removeEntries } from '../edit.ts';
import type { Rule } from '../rule.ts';
import { IRSA } from '../tables/irsa.ts';
import { changed, info, KEEP } from '../verdicts.ts';

export const usePodIdentities: Rule = {
  name: 'use-pod-identities',
  description:
    'A service account with a pod identity association in the target loses its role annotation, which the AWS SDKs would prefer.',
  appliesTo: ['/ServiceAccount'],
  apply(object, { mappings, target }) {
    const { name, namespace = '', annotations = {} } = object.metadata;
    const role = annotations[IRSA.role];
    const account = `${mappings.namespaces[namespace] ?? namespace}/${name}`;
    if (role === undefined || !target.podIdentities?.includes(account)) return KEEP;
    const unwanted: readonly string[] = [IRSA.role, ...IRSA.details];
    const freed = removeEntries(object, ['metadata', 'annotations'], (key) => unwanted.includes(key));
    const path = `/metadata/annotations/${IRSA.role.replace('/', '~1')}`;
    const sentence = 'The role comes by a pod identity association of the target, and no longer by the annotation.';
    return changed(object, freed, [info(path, sentence, { current: role })]);
  },
};
