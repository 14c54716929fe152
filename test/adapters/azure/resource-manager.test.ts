import { afterEach, describe, expect, it } from 'vitest';
import { pageAccess } from '../../../adapters/azure/disk-access.ts';
import { azureDiskStorage } from '../../../adapters/azure/disk-storage.ts';
import { armOf, DISKS, PLACE, ROLE, type StandIn, standIn } from './stand-in.ts';

let world: StandIn;
afterEach(() => world.azure.stop());

const listed = (assertion?: string) => azureDiskStorage(armOf(world, assertion), PLACE).presentVolumes([`${DISKS}/a`]);

describe('who asks Azure', () => {
  it('is let in by a token of STS for the role that the application trusts, and nothing is stored', async () => {
    world = await standIn();
    expect(await listed()).toEqual([]);
    expect(world.calls).toMatchObject([{ operation: 'disks-read', principalArn: ROLE, allowed: true }]);
  });

  it('is told which role Entra ID saw where the application trusts another', async () => {
    world = await standIn({ subject: 'arn:aws:iam::222233334444:role/other' });
    await expect(listed()).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(
        /AADSTS700213: .*subject 'arn:aws:iam::222233334444:role\/other'.*federated credential/,
      ),
    });
  });

  it('is told the action that no role assignment has, without ids of the request', async () => {
    world = await standIn();
    world.faults.add({ on: 'azure:disks-read', effect: { kind: 'denied' } });
    await expect(listed()).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(
        /Could not list the disks .*AuthorizationFailed.*Microsoft\.Compute\/disks\/read.*role assignments/,
      ),
    });
  });

  it.each([
    [429, 'TooManyRequests', 'Throttled'],
    [503, 'ServiceUnavailable', 'Unavailable'],
  ])(
    'waits as Azure says after a %i, and is told of it at last by a name that machines wait for',
    async (status, code, name) => {
      world = await standIn();
      world.faults.add({ on: 'azure:disks-read', nth: 1, effect: { kind: 'error', status, code, message: 'later' } });
      expect(await listed()).toEqual([]);
      expect(world.waits).toEqual([status === 429 ? 1 : 2]);
      world.faults.add({ on: 'azure:disks-read', effect: { kind: 'error', status, code, message: 'later' } });
      await expect(listed()).rejects.toMatchObject({ name });
    },
  );

  it('is told that nothing answered where a connection breaks', async () => {
    world = await standIn();
    world.faults.add({ on: 'azure:disks-read', effect: { kind: 'kill-after' } });
    await expect(listed()).rejects.toMatchObject({ name: 'Unavailable' });
  });

  it('is told of the disk that it may not read, though it may take snapshots', async () => {
    world = await standIn({ isAllowed: (action) => action !== 'Microsoft.Compute/disks/beginGetAccess/action' });
    const id = `${DISKS}/pvc-1`;
    world.azure.addDisk({ id, location: 'westeurope', sizeGiB: 1, sku: 'Premium_LRS', tags: {} });
    await expect(azureDiskStorage(armOf(world), PLACE).createSnapshot(id, {}, 'd')).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(/LinkedAuthorizationFailed.*disks\/beginGetAccess\/action.*pvc-1/),
    });
  });

  it('waits for what others do to the same thing, and is told of it at last by a name that machines wait for', async () => {
    world = await standIn();
    const id = `${DISKS}/pvc-1`;
    world.azure.addDisk({ id, location: 'westeurope', sizeGiB: 1, sku: 'Premium_LRS', tags: {} });
    const busy = { kind: 'error', status: 409, code: 'AnotherOperationInProgress', message: 'later' } as const;
    world.faults.add({ on: 'azure:disks-beginGetAccess', nth: 1, effect: busy });
    expect(await pageAccess(armOf(world), id, 'Read')).toMatch(/^http/);
    world.faults.add({ on: 'azure:disks-beginGetAccess', effect: busy });
    await expect(pageAccess(armOf(world), id, 'Read')).rejects.toMatchObject({ name: 'Unavailable' });
  });

  it.each(['..', '%2e%2e', 'a?b', 'a#b', 'a%2fb', 'a\\b', '', 'a b'])(
    'asks for nothing by a name that leads elsewhere: %j',
    async (name) => {
      world = await standIn();
      const storage = azureDiskStorage(armOf(world), PLACE);
      await expect(storage.describeSnapshot(name)).rejects.toThrow(/is no id of a resource in Azure/);
      await expect(storage.deleteSnapshot(`${name}/../../disks/a`)).rejects.toThrow(/is no id of a resource in Azure/);
      expect(world.calls).toEqual([]);
    },
  );

  it('takes no address of a disk that goes by http to another machine, and says nothing of it', async () => {
    world = await standIn();
    const arm = { ...armOf(world), whole: async () => ({ accessSAS: 'http://md-1.example.com/a?sig=c2VjcmV0' }) };
    const said = await pageAccess(arm, `${DISKS}/a`, 'Read').catch(String);
    expect(said).toMatch(/not one of https/);
    expect(said).not.toContain('c2VjcmV0');
  });

  it('sends no token by http', async () => {
    world = await standIn();
    process.env.AZURE_RESOURCE_MANAGER_ENDPOINT = 'http://127.0.0.1:9';
    await expect(listed()).rejects.toThrow(/not asked by https/);
  });
});
