import { isRecord, listAt, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { ALL_POWERFUL_ROLES, ESCALATING_VERBS, EVERYBODY } from '../tables/risks.ts';
import { KEEP, warning } from '../verdicts.ts';

const GROUP = 'rbac.authorization.k8s.io';

export const reportPowerfulRights: Rule = {
  name: 'report-powerful-rights',
  description:
    'Rights to everything, to get more rights, or for everybody are named, so that nobody approves them unseen.',
  appliesTo: [`${GROUP}/Role`, `${GROUP}/ClusterRole`, `${GROUP}/RoleBinding`, `${GROUP}/ClusterRoleBinding`],
  apply(object) {
    const findings = object.roleRef ? ofBinding(object) : ofRole(object);
    return findings.length > 0 ? { do: 'keep', findings } : KEEP;
  },
};

const reachOf = ({ kind }: KubeObject) =>
  kind.startsWith('Cluster') ? 'in the whole target cluster' : 'in its namespace';

function ofBinding(binding: KubeObject): RuleFinding[] {
  const role = textAt(binding, 'roleRef.name') ?? '';
  const subjects = listAt(binding, 'subjects');
  return [
    ...(ALL_POWERFUL_ROLES.includes(role)
      ? [warning('/roleRef', `It binds to ${role}: whoever it names may do everything ${reachOf(binding)}.`)]
      : []),
    ...subjects.flatMap((subject, at) => {
      const name = textAt(subject, 'name') ?? '';
      const isEverybody = textAt(subject, 'kind') !== 'ServiceAccount' && EVERYBODY.includes(name);
      return isEverybody
        ? [warning(`/subjects/${at}`, `It gives ${role} to ${name}, who are others than the clone's own accounts.`)]
        : [];
    }),
  ];
}

function ofRole(role: KubeObject): RuleFinding[] {
  return listAt(role, 'rules').flatMap((rule, at) => {
    const [verbs, groups] = [texts(rule, 'verbs'), texts(rule, 'apiGroups')];
    const things = [...texts(rule, 'resources'), ...texts(rule, 'nonResourceURLs')];
    const path = `/rules/${at}`;
    const escalating = verbs.filter((verb) => ESCALATING_VERBS.includes(verb));
    return [
      ...(isWide(verbs, things, groups)
        ? [warning(path, `It may ${said(verbs)} ${of(things)} ${reachOf(role)}.`)]
        : []),
      ...(escalating.length > 0
        ? [
            warning(
              path,
              `It may ${escalating.join(', ')} ${of(things)} ${reachOf(role)}, and so get rights that it was not given.`,
            ),
          ]
        : []),
    ];
  });
}

/** A wildcard over the types of one operator is how operators are written; over all groups, or Kubernetes' own, it is not. */
const isWide = (verbs: string[], things: string[], groups: string[]) =>
  (verbs.includes('*') || things.includes('*')) &&
  (groups.length === 0 || groups.some((group) => !group.includes('.')));

const said = (verbs: string[]) => (verbs.includes('*') ? 'do everything with' : verbs.join(', '));
const of = (things: string[]) => (things.includes('*') ? 'everything' : things.join(', '));
const texts = (rule: unknown, field: string) => (isRecord(rule) ? listAt(rule, field).map(String) : []);
