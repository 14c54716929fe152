import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ResourceManager } from '../../../adapters/azure/resource-manager.ts';
import { azureRights } from '../../../adapters/azure/rights.ts';
import { ACTIONS, armOf, GROUP, type StandIn, standIn } from './stand-in.ts';

let world: StandIn;
beforeEach(async () => {
  world = await standIn();
});
afterEach(() => world.azure.stop());

it('says of each action whether a role assignment has it', async () => {
  const missing = 'Microsoft.Compute/images/delete';
  const trials = await azureRights(armOf(world), [{ scope: GROUP, actions: [...ACTIONS, missing] }]).tryOut();
  expect(trials.map(({ action, answer }) => [action, answer])).toEqual([
    ...ACTIONS.map((action) => [action, 'allowed']),
    [missing, 'denied'],
  ]);
});

it.each([
  [{ actions: ['*'], notActions: [] }, 'allowed'],
  [{ actions: ['microsoft.compute/*'], notActions: [] }, 'allowed'],
  [{ actions: ['*'], notActions: ['Microsoft.Compute/snapshots/*'] }, 'denied'],
  [{ actions: ['Microsoft.Compute/snapshots'], notActions: [] }, 'denied'],
])('reads %j as Azure does', async (permission, answer) => {
  const arm = { list: async () => [permission] } as unknown as ResourceManager;
  const [trial] = await azureRights(arm, [{ scope: GROUP, actions: ['Microsoft.Compute/snapshots/write'] }]).tryOut();
  expect(trial?.answer).toBe(answer);
});
