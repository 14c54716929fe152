import { expect, it } from 'vitest';
import { Interrupted, onInterrupt } from '../../cli/interrupt.ts';

it('ends as interrupted, also where work fails for what the interruption has ended', async () => {
  const work = Promise.withResolvers<string>();
  const interrupt = onInterrupt(async () => {
    work.reject(new Error('socket hang up'));
    // The work has failed before the clean-up is through.
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
  const ended = expect(interrupt.within(work.promise)).rejects.toBeInstanceOf(Interrupted);
  process.emit('SIGINT');
  await ended;
});

it('answers what work answers or fails with where no signal comes', async () => {
  const interrupt = onInterrupt(async () => {});
  expect(await interrupt.within(Promise.resolve('done'))).toBe('done');
  await expect(interrupt.within(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  interrupt.ignore();
});
