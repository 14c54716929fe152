import { KubeferryError } from '../../core/base/errors.ts';
import type { Rights, Trial } from '../../core/base/ports/rights.ts';
import type { ResourceManager } from './resource-manager.ts';

/** https://learn.microsoft.com/rest/api/authorization/permissions */
const AUTHORIZATION = '2022-04-01';

/** What has to be allowed, and where: `/subscriptions/…`. */
export interface Wanted {
  scope: string;
  actions: readonly string[];
}

interface Permission {
  actions?: string[];
  notActions?: string[];
}

/** What Resource Manager says that the caller may do, which it tells everybody: nothing is tried out. */
export const azureRights = (arm: ResourceManager, wanted: readonly Wanted[]): Rights => ({
  tryOut: async () => (await Promise.all(wanted.map((each) => askFor(arm, each)))).flat(),
});

async function askFor(arm: ResourceManager, { scope, actions }: Wanted): Promise<Trial[]> {
  const what = `ask what may be done in ${scope}`;
  const id = `${scope}/providers/Microsoft.Authorization/permissions`;
  try {
    const permissions = await arm.list<Permission>({ what, id, version: AUTHORIZATION });
    return actions.map((action) => ({
      action,
      answer: permissions.some((each) => allows(each, action)) ? 'allowed' : 'denied',
      said: `No role assignment on ${scope} has it.`,
    }));
  } catch (error) {
    if (!(error instanceof KubeferryError)) throw error;
    const { message: said } = error;
    return actions.map((action) => ({ action, answer: 'untold' as const, said }));
  }
}

/** https://learn.microsoft.com/azure/role-based-access-control/role-definitions#actions-format */
function allows({ actions = [], notActions = [] }: Permission, action: string): boolean {
  const matches = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll(/[.+?^$()|[\]{}\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i').test(action);
  return actions.some(matches) && !notActions.some(matches);
}
