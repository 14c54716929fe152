import { memberStackName } from '../../../base/run/names.ts';
import { checkNamed } from '../check.ts';
import { whyNot } from '../fact.ts';
import type { EndCheck } from '../kinds-of-checks.ts';

/** The hub takes the member's role, and it leads to the account of the route. */
export const checkRole: EndCheck = (side, route, facts) => {
  const { account, region, roleArn, externalId } = route[side];
  const { ok, broken, unknown } = checkNamed(`${side} role`);
  const { role } = facts[side];
  if ('value' in role) return [ok(roleArn, 'taken')];
  if ('notAsked' in role) return [unknown(roleArn, role.notAsked)];
  const { error, message } = role.failure;
  if (error === 'WrongAccount') {
    return [broken({ thing: roleArn, found: 'another account', sentence: message, fix: accountLine(side, account) })];
  }
  if (error !== 'AccessDenied') return [unknown(roleArn, whyNot(role))];
  return [
    broken({
      thing: roleArn,
      found: 'not taken',
      sentence:
        `The hub may not take this role: it is not deployed, or it trusts another hub or another ExternalId than ` +
        `"${externalId}", which is the installation of kubeferry.config.ts. Deploy the member stack again with ` +
        `credentials of account ${account}, or let its people do so: kubeferry link ${side}/${account}/${region}. ` +
        `AWS said: ${message}`,
      fix: `npx cdk deploy ${memberStackName(side, account, region)}`,
    }),
  ];
};

const accountLine = (side: string, account: string) =>
  `${side}: { account: '${account}', … }   in kubeferry.config.ts, then npx cdk deploy --all`;
