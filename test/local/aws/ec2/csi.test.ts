import { describe, expect, it } from 'vitest';
import { ebsForCsi } from '../../../../local/aws/ec2/csi.ts';
import { launchNode } from '../../../../local/aws/eks/nodes.ts';
import { FROM, SOURCE, type World, world } from './support.ts';

const open = (here: World) => ebsForCsi(here.ec2, here.state, here.clock, { account: SOURCE, region: FROM });
const node = (here: World, letter: string) => {
  const request = { zone: `${FROM}${letter}`, instanceType: 'm7g.large', nodegroup: 'n', labels: {} };
  return launchNode(here.state, here.state.place(SOURCE, FROM), 'prod', request, 0).instanceId;
};
const request = { zone: `${FROM}a`, type: 'gp3', sizeGiB: 8, encrypted: true, iops: 4000, tags: { pvc: 'data' } };

describe("the CSI driver's EBS", () => {
  it('makes, attaches, detaches and deletes volumes by the same rules as over the wire', async () => {
    const here = world();
    const ebs = open(here);
    const instanceId = node(here, 'a');
    const id = await ebs.createVolume(request);
    const look = async () => (await ebs.describe([id, 'vol-0ffffffffffffffff']))[0];
    expect(await look()).toEqual({ id, zone: `${FROM}a`, state: 'creating', tags: { pvc: 'data' }, attachments: [] });
    here.clock.pass(5);
    await ebs.attach(id, instanceId);
    expect(await look()).toMatchObject({ state: 'in-use', attachments: [{ instanceId, state: 'attaching' }] });
    here.clock.pass(5);
    expect(await look()).toMatchObject({ attachments: [{ state: 'attached' }] });
    await expect(ebs.delete(id)).rejects.toMatchObject({ code: 'VolumeInUse' });
    await ebs.detach(id, instanceId);
    expect(await look()).toMatchObject({ attachments: [{ state: 'detaching' }] });
    here.clock.pass(5);
    await ebs.detach(id, instanceId);
    await ebs.delete(id);
    await ebs.delete(id);
    expect(await ebs.describe([id])).toEqual([]);
    expect(here.state.place(SOURCE, FROM).volumes.size).toBe(1);
  });

  it('refuses a volume of another zone, in the words of EC2', async () => {
    const here = world();
    const id = await open(here).createVolume(request);
    here.clock.pass(5);
    await expect(open(here).attach(id, node(here, 'b'))).rejects.toThrow('not in the same availability zone');
  });

  it('gives every volume of an instance its own device', async () => {
    const here = world();
    const ebs = open(here);
    const instanceId = node(here, 'a');
    const ids = await Promise.all(Array.from({ length: 5 }, () => ebs.createVolume(request)));
    here.clock.pass(5);
    for (const id of ids) await ebs.attach(id, instanceId);
    const { reservationSet } = here.source.send('DescribeInstances', { InstanceId: [instanceId] });
    const names = reservationSet[0].instancesSet[0].blockDeviceMapping.map(
      (one: { deviceName: string }) => one.deviceName,
    );
    expect(new Set(names).size).toBe(6);
  });
});
