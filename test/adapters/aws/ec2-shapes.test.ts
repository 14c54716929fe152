import { expect, it } from 'vitest';
import { volumeFrom } from '../../../adapters/aws/ec2-shapes.ts';

const attachedWith = (attachment: object) => volumeFrom({ VolumeId: 'vol-1', Attachments: [attachment] });

it('tells the disk that an instance was launched with from a volume that was attached to it', () => {
  const disk = { InstanceId: 'i-1', Device: '/dev/xvda', DeleteOnTermination: true };
  expect(attachedWith(disk)).toMatchObject({ instanceIds: ['i-1'], endsWithInstance: true });
  expect(attachedWith({ ...disk, DeleteOnTermination: false })).not.toHaveProperty('endsWithInstance');
  expect(volumeFrom({ VolumeId: 'vol-1' })).not.toHaveProperty('endsWithInstance');
});
