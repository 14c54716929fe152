import { expect, it } from 'vitest';
import { paced } from '../../../adapters/kubernetes/paced.ts';
import type { Transport } from '../../../adapters/kubernetes/transport.ts';
import { gate } from '../../../core/base/pace/gate.ts';
import { leapingClock } from '../../memory/clock.ts';

it('makes no more requests a second of an API server than the pace says', async () => {
  const clock = leapingClock();
  const began = clock.now().getTime();
  const asked: number[] = [];
  const note = () => asked.push(clock.now().getTime() - began);
  const wire: Transport = {
    send: async () => {
      note();
      return { status: 200, headers: {}, body: {} };
    },
    exec: async () => {
      note();
      return { exitCode: 0, stdout: '', stderr: '' };
    },
    close: () => {},
  };
  const way = paced(wire, gate({ clock, concurrency: Number.POSITIVE_INFINITY, perSecond: 2 }));
  const command = way.exec({ namespace: 'shop', name: 'db-0' }, ['sync'], 10);
  await Promise.all([command, ...Array.from({ length: 4 }, () => way.send({ method: 'GET', path: '/version' }))]);
  expect(asked).toEqual([500, 1_000, 1_500, 2_000, 2_500]);
});
