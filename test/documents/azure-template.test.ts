import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { azureTemplate } from '../../core/base/access/azure-template.ts';
import { deployTemplate, type Template } from '../../emulator/azure/deploy-template.ts';
import { deployedRights } from '../../emulator/azure/deployed-rights.ts';

const FILE = 'docs/azure/member.json';
if (process.env.UPDATE === '1') writeFileSync(FILE, JSON.stringify(azureTemplate()));
const template = JSON.parse(readFileSync(FILE, 'utf8')) as Template;

const GROUP = (name: string) => `/subscriptions/sub/resourceGroups/${name}`;
const CLUSTER = `${GROUP('shop')}/providers/Microsoft.ContainerService/managedClusters/prod`;
const ROLE = 'arn:aws:iam::222233334444:role/kubeferry-source-eu-central-1';
const place = { tenant: 'ten', subscription: 'sub', resourceGroup: 'shop', location: 'westeurope' };

function deploy(given: Record<string, string>) {
  const all = { cluster: 'prod', nodeResourceGroup: 'nodes', role: ROLE, issuer: 'https://issuer', ...given };
  return deployTemplate(template, all, place, { clientId: 'its client', principalId: 'its principal' });
}
const rightsOf = (given: Record<string, string>) => {
  const { resources } = deploy(given);
  return deployedRights(resources, { tenant: 'ten', client: 'its client', principal: 'its principal' });
};
const byScope = (given: Record<string, string>) =>
  Object.fromEntries(rightsOf(given).assignments.map(({ scope, actions }) => [scope, actions.toSorted()]));

it('is what docs/azure/member.json says', () => {
  const wayOut = `UPDATE=1 npx vitest run test/documents/azure-template.test.ts && npx biome check --write ${FILE}`;
  expect(template, `write it again: ${wayOut}`).toEqual(azureTemplate());
});

const ON_CLUSTER = ['Microsoft.ContainerService/managedClusters/listClusterUserCredential/action'];

// Promise: azure-template-gives-no-more
it('gives the identity of a source its cluster, and the reading of disks by snapshots', () => {
  const disks = ['Microsoft.Compute/disks/beginGetAccess/action', 'Microsoft.Compute/disks/read'];
  const snapshots = [
    'Microsoft.Compute/snapshots/beginGetAccess/action',
    'Microsoft.Compute/snapshots/delete',
    'Microsoft.Compute/snapshots/endGetAccess/action',
    'Microsoft.Compute/snapshots/read',
    'Microsoft.Compute/snapshots/write',
  ];
  expect(byScope({ side: 'source', snapshotResourceGroup: 'kept' })).toEqual({
    [CLUSTER]: [...ON_CLUSTER, 'Microsoft.ContainerService/managedClusters/read'],
    [GROUP('nodes')]: disks,
    [GROUP('kept')]: snapshots,
  });
  const { assignments } = rightsOf({ side: 'source' });
  expect(assignments.map(({ scope }) => scope)).toEqual([CLUSTER, GROUP('nodes'), GROUP('nodes')]);
});

// Promise: azure-template-gives-no-more
it('gives the identity of a target its cluster, and the making of disks', () => {
  expect(byScope({ side: 'target' })).toEqual({
    [CLUSTER]: ON_CLUSTER,
    [GROUP('nodes')]: [
      'Microsoft.Compute/disks/beginGetAccess/action',
      'Microsoft.Compute/disks/delete',
      'Microsoft.Compute/disks/endGetAccess/action',
      'Microsoft.Compute/disks/read',
      'Microsoft.Compute/disks/write',
    ],
  });
});

// Promise: azure-template-gives-no-more
it('gives the identity of a target that is made the making of clusters in one group, and disks wherever these come to be', () => {
  const identities = 'Microsoft.ManagedIdentity/userAssignedIdentities';
  expect(byScope({ side: 'new-target' })).toEqual({
    [GROUP('shop')]: [
      // Within the API of what is made there, by its data actions.
      'Microsoft.ContainerService/managedClusters/*',
      'Microsoft.ContainerService/managedClusters/delete',
      ...ON_CLUSTER,
      'Microsoft.ContainerService/managedClusters/read',
      'Microsoft.ContainerService/managedClusters/write',
      `${identities}/assign/action`,
      ...['delete', 'read', 'write'].map((verb) => `${identities}/federatedIdentityCredentials/${verb}`),
      'Microsoft.Network/virtualNetworks/subnets/join/action',
    ],
    '/subscriptions/sub': [
      'Microsoft.Compute/disks/beginGetAccess/action',
      'Microsoft.Compute/disks/delete',
      'Microsoft.Compute/disks/endGetAccess/action',
      'Microsoft.Compute/disks/read',
      'Microsoft.Compute/disks/write',
      'Microsoft.Compute/skus/read',
      'Microsoft.ContainerService/locations/kubernetesVersions/read',
    ],
  });
});

it('assigns each role in the group that it is made for, under a name that no other one has', () => {
  const roles = deploy({ side: 'source' }).resources.filter(({ type }) => type.endsWith('/roleDefinitions'));
  const [names, ids] = [roles.map(({ properties }) => properties!.roleName), roles.map(({ id }) => id)];
  expect([new Set(names).size, new Set(ids).size]).toEqual([3, 3]);
  for (const { id, properties } of roles) {
    const [group] = properties!.assignableScopes as [string];
    expect(id.startsWith(`${group}/providers/`)).toBe(true);
  }
});

it('trusts one role, by tokens that are for Entra ID', () => {
  expect(rightsOf({ side: 'source' }).applications).toEqual([{ tenant: 'ten', client: 'its client', subject: ROLE }]);
  const credentials = deploy({ side: 'source' }).resources.filter(({ type }) => type.endsWith('Credentials'));
  expect(credentials.map(({ properties }) => properties)).toEqual([
    { issuer: 'https://issuer', subject: ROLE, audiences: ['api://AzureADTokenExchange'] },
  ]);
});

it('leaves the trust of another role as it is, which a second installation has', () => {
  const nameOf = (role: string) =>
    deploy({ side: 'target', role }).resources.find(({ type }) => type.endsWith('Credentials'))!.id;
  expect(nameOf(ROLE)).toBe(nameOf(ROLE));
  expect(nameOf(ROLE)).not.toBe(nameOf(ROLE.replace('222233334444', '444455556666')));
  expect(nameOf(ROLE).split('/').at(-1)).toMatch(/^[a-z0-9][a-z0-9-]{2,119}$/);
});

it('answers what a route has to know', () => {
  expect(deploy({ side: 'target' }).outputs).toEqual({
    client: 'its client',
    objectId: 'its principal',
    tenant: 'ten',
    subscription: 'sub',
  });
});

it.each([
  [{ side: 'middle' }, /'middle' is no value for 'side'/],
  [{ side: 'source', disk: 'one' }, /the parameters disk are not in the template/],
])('refuses %o', (given, said) => {
  expect(() => deploy(given as Record<string, string>)).toThrow(said);
});
