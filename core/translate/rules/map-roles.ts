import { pointer } from '../../../kube/fields.ts';
import type { TranslationContext } from '../context.ts';
import { edit } from '../edit.ts';
import { kindKey, POD_KINDS, POD_TEMPLATES } from '../pod-templates.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { IRSA } from '../tables/irsa.ts';
import { changed, warning } from '../verdicts.ts';

/** Of kube2iam; service accounts have IRSA's. */
const ON_PODS = 'iam.amazonaws.com/role';

export const mapRoles: Rule = {
  name: 'map-roles',
  description:
    'IAM roles of service accounts become those that the request maps; one of another account without a mapping is named.',
  appliesTo: ['/ServiceAccount', ...POD_KINDS],
  apply(object, context) {
    const findings: RuleFinding[] = [];
    const template = POD_TEMPLATES[kindKey(object)];
    const where = [...(template ?? []), 'metadata', 'annotations', template ? ON_PODS : IRSA.role];
    const mapped = edit(object, where, (value, at) => {
      const role = String(value);
      const counterpart = context.mappings.roles[role];
      if (counterpart === undefined && isForeign(role, context)) {
        findings.push(
          warning(
            pointer(at),
            `Role ${role} belongs to another account than the target (${context.target.account}); map it in mappings.roles, and let it trust the target's OIDC provider or use Pod Identity.`,
          ),
        );
      }
      return counterpart ?? role;
    });
    return changed(object, mapped, findings);
  },
};

function isForeign(role: string, { target }: TranslationContext): boolean {
  const account = /^arn:[^:]+:iam::(\d{12}):/.exec(role)?.[1];
  return account !== undefined && account !== target.account;
}
