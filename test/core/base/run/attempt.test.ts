import { describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import { lookForOwn } from '../../../../core/base/run/attempt.ts';

const absent = async () => {
  throw new KubeferryError('NotFound', 'There is no snapshot snap-1.');
};
const since = '2026-11-22T10:00:00Z';

describe('a look at what the run has just made', () => {
  // Promise: late-looks-undo-nothing
  it('is repeated while AWS may not show it yet', async () => {
    for (const retries of [0, 1, 9])
      await expect(lookForOwn({ retries, since }, absent)).rejects.toMatchObject({ name: 'NotYet' });
  });

  it('ends with what was looked for, and since when', async () => {
    await expect(lookForOwn({ retries: 10, since }, absent)).rejects.toMatchObject({
      name: 'NotFound',
      message: expect.stringMatching(/snapshot snap-1.*11 times since 2026-11-22T10:00:00Z.*start the clone again/s),
    });
  });

  it('lets every other failure be what it is', async () => {
    const denied = new KubeferryError('AccessDenied', 'no');
    await expect(lookForOwn({ retries: 0, since }, () => Promise.reject(denied))).rejects.toBe(denied);
  });
});
