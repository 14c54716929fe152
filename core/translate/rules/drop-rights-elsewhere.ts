import { textAt } from '../../../kube/fields.ts';
import { SYSTEM_NAMESPACES } from '../../../kube/system.ts';
import type { SourceIndex, TranslationContext } from '../context.ts';
import { valuesAt } from '../edit.ts';
import { mappedNamespace } from '../names.ts';
import type { Rule } from '../rule.ts';
import { accountsNamespace } from '../subjects.ts';
import { drop, KEEP, warning } from '../verdicts.ts';

export const dropRightsElsewhere: Rule = {
  name: 'drop-rights-elsewhere',
  description:
    'Rights that a workload has in namespaces that are not copied, such as kube-system, are dropped and named.',
  appliesTo: ['rbac.authorization.k8s.io/RoleBinding'],
  apply(object, context) {
    const home = object.metadata.namespace ?? '';
    if (comesAlong(home, context.index)) return KEEP;
    const subjects = valuesAt(object, ['subjects', '*'])
      .map(({ value }) => value)
      .filter((subject) => comesAlong(accountsNamespace(subject), context.index));
    if (subjects.length === 0) return KEEP;
    const role = `${textAt(object, 'roleRef.kind')} "${textAt(object, 'roleRef.name')}"`;
    const holders = subjects.map((subject) => holder(subject, context)).join(', ');
    const way = SYSTEM_NAMESPACES.includes(home)
      ? 'Make this RoleBinding, and its Role, by hand in the target'
      : `Select namespace ${home} as well, or make this RoleBinding by hand in the target`;
    const sentence = `${holders} has the rights of ${role} in namespace ${home} at the source, and not in the target, since ${home} is not copied. ${way}; what needs them, such as a leader election, waits until then.`;
    return drop(`it grants rights in namespace ${home}, which is not copied`, [warning('/subjects', sentence)]);
  },
};

/** Offline nobody has selected anything: all but the namespaces of the system are copied. */
function comesAlong(namespace: string | undefined, { namespaces }: SourceIndex): boolean {
  if (!namespace || SYSTEM_NAMESPACES.includes(namespace)) return false;
  return namespaces === undefined || namespaces.includes(namespace);
}

function holder(subject: unknown, context: TranslationContext): string {
  const target = mappedNamespace(accountsNamespace(subject) ?? '', context);
  return textAt(subject, 'kind') === 'ServiceAccount'
    ? `ServiceAccount ${target}/${textAt(subject, 'name')}`
    : `Each ServiceAccount of ${target}`;
}
