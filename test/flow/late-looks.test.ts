import { afterAll, beforeAll, expect, it } from 'vitest';
import { into, type SmallCloud, startSmallCloud } from './small-cloud.ts';

let small: SmallCloud;
beforeAll(async () => {
  small = await startSmallCloud();
});
afterAll(() => small.stop());

// Promise: late-looks-undo-nothing
it('clones by both strategies in a cloud whose first looks all come too early', async () => {
  const ended = await small.clone({ ...into('late'), volumes: { claims: { 'small/files': 'copy-blocks' } } });
  expect(ended.cause ?? '').toBe('');
  expect(ended.status).toBe('SUCCEEDED');
  expect(small.cloud.logs('await-snapshot').some((line) => line.includes('InvalidSnapshot.NotFound'))).toBe(true);
});
