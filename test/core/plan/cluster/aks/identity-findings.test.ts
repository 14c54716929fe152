import { expect, it } from 'vitest';
import { KubeferryError } from '../../../../../core/base/errors.ts';
import type { FederatedCredential } from '../../../../../core/base/ports/aks-description.ts';
import { identityFindings } from '../../../../../core/plan/cluster/aks/identity-findings.ts';
import { readAksBlueprint } from '../../../../../core/plan/cluster/aks/read-aks-blueprint.ts';
import { someAks } from './some-aks.ts';

const idOf = (name: string) =>
  `/subscriptions/s/resourceGroups/shop/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
const { blueprint } = readAksBlueprint('dev', { cluster: someAks(), federatedCredentials: [] });
const some = (count: number, prefix = 'theirs') =>
  Array.from({ length: count }, (_, at): FederatedCredential => {
    return { identity: idOf('orders'), name: `${prefix}-${at}`, subject: 's', issuer: 'i' };
  });

const asked: string[] = [];
async function told(map: Record<string, string | null>, answer: () => FederatedCredential[] | undefined, control = '') {
  asked.length = 0;
  const cluster = { ...blueprint.cluster, identity: control };
  const credentialsOf = async (id: string) => {
    asked.push(id);
    return answer();
  };
  const findings = await identityFindings('dev', { cluster }, { map }, { credentialsOf });
  return findings.map(({ severity, sentence }) => [severity, sentence]);
}

it('an identity that trusts service accounts of a new cluster is there, and takes one more', async () => {
  const map = { role: idOf('orders') };
  expect(await told(map, () => some(19))).toEqual([]);
  expect(await told(map, () => undefined)).toEqual([['blocker', expect.stringContaining('does not exist')]]);
  expect(await told(map, () => some(20))).toEqual([['blocker', expect.stringContaining('trusts 20 others already')]]);
});

it('those that runs have made are none of others, as a run may continue what another one has begun', async () => {
  expect(await told({ role: idOf('orders') }, () => [...some(15), ...some(5, 'kubeferry')])).toEqual([]);
});

it('is asked for once in any letter case, and not where it is of the control plane, a group or left out', async () => {
  const map = { a: idOf('orders'), b: idOf('ORDERS'), c: idOf('plane'), d: null, e: 'Standard_D4s_v5' };
  await told(map, () => [], idOf('Plane'));
  expect(asked).toEqual([idOf('ORDERS')]);
});

it('is a warning where nobody may look', async () => {
  const denied = () => {
    throw new KubeferryError('AccessDenied', 'No.');
  };
  expect(await told({ role: idOf('orders') }, denied)).toEqual([['warning', expect.stringContaining('may not read')]]);
});
