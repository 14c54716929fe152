import { memberStackName } from '../../../base/run/names.ts';
import { checkNamed } from '../check.ts';
import type { EndCheck } from '../kinds-of-checks.ts';

/** The member's rights are those that this hub counts on. */
export const checkStack: EndCheck = (side, route, facts) => {
  const { account, region } = route[side];
  const name = memberStackName(side, account, region);
  const { ok, warning, unknown } = checkNamed(`${side} stack`);
  const { version } = facts[side];
  const fix = `npx cdk deploy ${name}`;
  const again = `Deploy it again with credentials of account ${account}.`;
  if ('notAsked' in version) return [unknown(name, version.notAsked)];
  if ('value' in version) {
    if (version.value === facts.versions[side]) return [ok(name, `version ${version.value}`)];
    const found = version.value ? `version ${version.value}` : 'no version';
    const sentence = `The hub was deployed with version ${facts.versions[side]} of this stack: the role may lack rights that runs use, or not let in functions that are new, such as the one that lists workloads. ${again}`;
    return [warning({ thing: name, found, sentence, fix })];
  }
  if (version.failure.error === 'NotFound') {
    return [
      unknown(name, `There is no stack of this name, so the version of the role's rights is not known. ${again}`),
    ];
  }
  if (version.failure.error !== 'AccessDenied') return [unknown(name, version.failure.message)];
  const sentence = `The role may not read its own stack, which it may since stacks tell their version: it is older than the hub. ${again}`;
  return [warning({ thing: name, found: 'an older version', sentence, fix })];
};
