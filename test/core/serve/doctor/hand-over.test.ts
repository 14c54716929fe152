import { expect, it } from 'vitest';
import { judge } from '../../../../core/serve/doctor/examine-route.ts';
import { lookInside } from '../../../../core/serve/doctor/look-inside.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { found, healthy, ROUTE } from './facts.ts';

const inside = (isAllowed: boolean, handsOver: boolean) =>
  lookInside(
    memoryCluster({ may: ({ resourceAttributes: { resource } }) => isAllowed || resource !== 'persistentvolumes' }),
    async () => {},
    async () => true,
    handsOver,
  );

it('says of a route that may hand volumes over whether RBAC of its source lets it, and what to apply', async () => {
  const told = async (isAllowed: boolean, handOver: boolean) => {
    const facts = healthy();
    const source = { ...facts.source, inside: found(await inside(isAllowed, handOver)) };
    return judge({ ...ROUTE, handOver }, { ...facts, source })
      .filter(({ check }) => check === 'source volumes')
      .map(({ status, thing, fix }) => [status, thing, fix]);
  };
  const right = 'patch persistentvolumes';
  expect(await told(true, true)).toEqual([['ok', right, undefined]]);
  const fix = 'npm run -s kubeferry -- rbac --hand-over | kubectl apply -f -';
  expect(await told(false, true)).toEqual([['broken', right, fix]]);
  expect(await told(false, false)).toEqual([]);
});
