import { type Finding, findingsBy } from '../../kube/finding.ts';
import type { OwnRules } from '../base/request/own-rules.ts';
import type { Request } from '../base/request/request.ts';
import { veleroRules } from '../translate/velero/velero-rules.ts';

/** Records of earlier versions say nothing of rules. */
export const askedRules = ({ rules }: Pick<Request, 'rules'>): OwnRules => rules ?? { own: [], disable: [] };

/** What a plan records of rules that are not kubeferry's own, and of those that do not run. */
export interface PlannedRules {
  own: { name: string; description: string }[];
  disabled: { rule: string; reason: string }[];
}

export function plannedRules({ own, disable, velero }: OwnRules): { rules?: PlannedRules } {
  const all = [...veleroRules(velero), ...own].map(({ name, description }) => ({ name, description }));
  if (all.length === 0 && disable.length === 0) return {};
  return { rules: { own: all, disabled: disable } };
}

const about = findingsBy('own-rules');
const refOf = (name: string) => ({ apiVersion: 'kubeferry', kind: 'Rule', name });

/** What whoever approves has to know of them. `touched` are the rules that were about any object. */
export function ownRulesFindings({ own, disable, velero }: OwnRules, touched: ReadonlySet<string>): Finding[] {
  return [
    ...disable.map(({ rule, reason }) =>
      about(refOf(rule), 'warning', `The built-in rule "${rule}" is switched off: ${reason.replace(/\.?$/, '')}.`),
    ),
    ...[...veleroRules(velero), ...own]
      .filter(({ name }) => !touched.has(name))
      .map(({ name }) =>
        about(
          refOf(name),
          'warning',
          `Rule "${name}" is about no object of this clone: look at its conditions, which are on names and fields of the source.`,
        ),
      ),
  ];
}
