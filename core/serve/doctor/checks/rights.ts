import { isPlain } from '../../../base/request/is-eks.ts';
import type { Route } from '../../../base/request/route.ts';
import { memberStackName } from '../../../base/run/names.ts';
import { checkNamed } from '../check.ts';
import type { Side } from '../facts.ts';
import type { EndCheck } from '../kinds-of-checks.ts';

/**
 * What EC2 says to dry runs of the calls that change something: also a service control policy or a boundary shows here.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html (DryRun)
 */
export const checkRights: EndCheck = (side, route, facts) => {
  const { roleArn, account, region } = route[side];
  const { ok, broken, unknown } = checkNamed(`${side} rights`);
  const { rights } = facts[side];
  if ('notAsked' in rights) return [unknown(roleArn, rights.notAsked)];
  if ('failure' in rights) return [unknown(roleArn, rights.failure.message)];
  return rights.value.map(({ action, answer, said }) => {
    if (answer === 'allowed') return ok(action, 'allowed');
    if (answer === 'untold') return unknown(action, said);
    if (action.startsWith('Microsoft.'))
      return broken({ thing: action, found: 'denied', ...byAzure(route, side, action, said) });
    if (isPlain(route, side))
      return broken({ thing: action, found: 'denied', ...byRbac(route[side].cluster, action, said) });
    return broken({
      thing: action,
      found: 'denied',
      sentence: `The role ${roleArn} may not do this in ${region}. When its stack is as it should be, a service control policy or a boundary of account ${account} denies it. AWS said: ${said}`,
      fix: `npx cdk deploy ${memberStackName(side, account, region)}`,
    });
  });
};

/** The template is deployed over what is there: it has whatever this version of kubeferry needs, but for sets, which are of others. */
function byAzure({ name, target }: Route, side: Side, action: string, said: string) {
  const why = 'The identity of the end ("client") may not do this in Azure, and runs need it.';
  const set = target.kind === 'aks' && action.startsWith(ON_SETS) ? target.diskEncryptionSet : undefined;
  if (set)
    return {
      sentence: `${why} The template of the end has no right on the set that encrypts its disks. ${said}`,
      fix: `az role assignment create --assignee-object-id <object id of the identity> --assignee-principal-type ServicePrincipal --role Reader --scope ${set}`,
    };
  return {
    sentence: `${why} Deploy its template again: the command prints the line that does it. ${said}`,
    fix: `npm run -s kubeferry -- azure-member ${name} ${side}`,
  };
}

const ON_SETS = 'Microsoft.Compute/diskEncryptionSets/';

function byRbac(cluster: string, action: string, said: string) {
  const [, namespace] = / in (\S+)$/.exec(action) ?? [];
  const does = namespace
    ? `the Jobs that copy claims of namespace ${namespace} need it (source.mover)`
    : 'runs list every kind';
  const option = namespace ? ` --mover ${namespace}` : '';
  return {
    sentence: `Whom the secret of cluster "${cluster}" is of may not do this there, and ${does}. Its API server said: ${said}`,
    fix: `npm run -s kubeferry -- rbac${option} | kubectl apply -f -`,
  };
}
