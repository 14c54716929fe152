import { expect, it } from 'vitest';
import { bringBack, scaleDown } from '../../../../core/execute/refresh/scale-down.ts';
import { usersOf } from '../../../../core/plan/refresh/claim-users.ts';
import { DB, SHOP, stateOf, watched } from '../capture/some-source.ts';

it('keeps the claims of a StatefulSet that would delete them while it is at zero', async () => {
  const { api, seen } = watched(
    SHOP.map((object) =>
      object.kind === 'StatefulSet'
        ? { ...object, spec: { ...(object.spec as object), volumeClaimTemplates: [{ metadata: { name: 'data' } }] } }
        : object,
    ),
  );
  const before = await stateOf(api);
  const { workloads } = usersOf(new Set(['shop/data-db-0']), [(await api.get(DB))!]);
  await scaleDown(api, workloads);
  expect(await api.get(DB)).toMatchObject({
    spec: { replicas: 0, persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' } },
  });
  await bringBack(api, workloads);
  expect(await stateOf(api)).toEqual(before);
  expect(seen).not.toContainEqual({ replicas: 0, whenScaled: 'Delete' });
});
