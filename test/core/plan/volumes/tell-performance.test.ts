import { expect, it } from 'vitest';
import { tellPerformance } from '../../../../core/plan/volumes/tell-performance.ts';

const gp3 = (iops: number, throughputMiBps: number) => ({ volumeType: 'gp3', iops, throughputMiBps });

it('says what a volume costs more that is as fast as its source, by the prices of gp3, and how to go by the class', () => {
  // 3,000 IOPS more at $0.005, and 375 MiB/s more at $0.06.
  expect(tellPerformance('shop/data', gp3(6000, 500), gp3(3000, 125))).toBe(
    'The volume of claim shop/data gets 6,000 IOPS and 500 MiB/s, so that it is no slower than at the source; its class asks for 3,000 IOPS and 125 MiB/s. That costs about $37.50 a month more; set "volumes": {"performance": "class"} to go by the class.',
  );
});

it('says nothing where it costs nothing more, or where the type is not sold by performance', () => {
  expect(tellPerformance('shop/data', gp3(3000, 125), gp3(3000, 125))).toBeUndefined();
  expect(tellPerformance('shop/data', { volumeType: 'gp2' }, { volumeType: 'gp2' })).toBeUndefined();
});
