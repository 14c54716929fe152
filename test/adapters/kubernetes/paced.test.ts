import { expect, it } from 'vitest';
import { paced } from '../../../adapters/kubernetes/paced.ts';
import type { Transport } from '../../../adapters/kubernetes/transport.ts';
import { leapingClock } from '../../../adapters/memory/clock.ts';

it('makes no more requests a second of an API server than the pace says', async () => {
  const clock = leapingClock();
  const began = clock.now().getTime();
  const asked: number[] = [];
  const wire: Transport = {
    send: async () => {
      asked.push(clock.now().getTime() - began);
      return { status: 200, headers: {}, body: {} };
    },
    exec: () => Promise.reject(new Error('not asked')),
    close: () => {},
  };
  const way = paced(wire, clock, 2);
  await Promise.all(Array.from({ length: 5 }, () => way.send({ method: 'GET', path: '/version' })));
  expect(asked).toEqual([500, 1_000, 1_500, 2_000, 2_500]);
});
