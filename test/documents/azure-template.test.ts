import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  ON_CLUSTER,
  ON_DISKS,
  ON_SNAPSHOTS,
  ON_SOURCE_DISKS,
  ON_UPLOADS,
} from '../../core/base/access/azure-actions.ts';
import { ENTRA_AUDIENCE } from '../../core/base/run/names.ts';

const text = readFileSync('docs/azure/member.json', 'utf8');
const template = JSON.parse(text) as {
  parameters: Record<string, unknown>;
  variables: { actions: Record<'source' | 'target', string[]> };
  resources: { type: string; properties: Record<string, unknown> }[];
};
const ofType = (end: string) => template.resources.filter(({ type }) => type.endsWith(end));

/** What it holds as published: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers */
const CLUSTER_USER = {
  id: '4abbcc35-e782-43d8-92c5-2d3f1bd2253f',
  actions: [
    'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
    'Microsoft.ContainerService/managedClusters/read',
  ],
};

// Promise: azure-template-gives-no-more
it('gives an identity in Azure exactly what runs do with disks', () => {
  expect(template.variables.actions.source.toSorted()).toEqual([...ON_SOURCE_DISKS, ...ON_SNAPSHOTS].toSorted());
  expect(template.variables.actions.target.toSorted()).toEqual([...ON_DISKS, ...ON_UPLOADS].toSorted());
  const [onCluster, ...others] = ofType('roleAssignments');
  expect(others).toEqual([]);
  expect(JSON.stringify(onCluster)).toContain(CLUSTER_USER.id);
  for (const action of ON_CLUSTER) expect(CLUSTER_USER.actions).toContain(action);
});

it('trusts one role, by tokens that are for Entra ID', () => {
  const [credential, ...others] = ofType('federatedIdentityCredentials');
  expect(others).toEqual([]);
  expect(credential?.properties).toEqual({
    issuer: "[parameters('issuer')]",
    subject: "[parameters('role')]",
    audiences: [ENTRA_AUDIENCE],
  });
});

it('uses each of its parameters, and no other', () => {
  const { outer, inner } = { outer: Object.keys(template.parameters), inner: ['principalId', 'actions', 'name'] };
  const used = [...text.matchAll(/parameters\('(\w+)'\)/g)].map(([, name]) => name!);
  expect([...new Set(used)].filter((name) => ![...outer, ...inner].includes(name))).toEqual([]);
  expect(outer.filter((name) => !used.includes(name))).toEqual([]);
});
