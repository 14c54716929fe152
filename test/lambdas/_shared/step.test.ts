import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { KubeferryError } from '../../../core/base/errors.ts';
import { step } from '../../../lambdas/_shared/step.ts';

const logged: string[] = [];

beforeEach(() => {
  vi.stubEnv('KUBEFERRY_BUCKET', 'records');
  // The logger then writes to this console.
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  logged.length = 0;
  for (const way of ['info', 'warn', 'error', 'log'] as const)
    vi.spyOn(console, way).mockImplementation((...words: unknown[]) => void logged.push(words.join(' ')));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const CANARY = 'hunter2';
const answer = new Error(`\u001b[31m{"password":"${CANARY}"}`);

// Promise: no-secret-in-a-sentence
it.each([
  [
    'an error of ours',
    new KubeferryError('ApplyFailed', `refused: --password=${CANARY}`, { cause: answer }),
    'ApplyFailed',
  ],
  ['an error of a library', Object.assign(new TypeError(answer.message), { cause: answer }), 'TypeError'],
  ['what is no error', { password: CANARY }, 'Error'],
])('lets no secret out with %s: neither thrown nor logged', async (_what, error, name) => {
  const handler = step('plan-clone', z.unknown(), () => Promise.reject(error));
  const thrown = (await handler({}, { getRemainingTimeInMillis: () => 60_000 }).catch(
    (caught: unknown) => caught,
  )) as Error;
  expect(thrown.name).toBe(name);
  expect(thrown.message).toContain('***');
  const told = [thrown.message, thrown.stack, JSON.stringify(thrown.cause ?? ''), ...logged].join('\n');
  expect(told).not.toContain(CANARY);
  expect(told).not.toContain('\u001b');
  expect(logged.join('')).toContain('***');
});

it('says what to do before Lambda ends it, and nothing of a function that comes to its end', async () => {
  const working = (milliseconds: number) => step('plan-clone', z.unknown(), () => sleep(milliseconds));
  await working(1)({}, { getRemainingTimeInMillis: () => 100 });
  expect(logged.join('')).not.toContain('out of time');
  await working(150)({}, { getRemainingTimeInMillis: () => 100 });
  expect(logged.join('')).toMatch(/out of time.*Function plan-clone was not done after 0 s.*kubeferry retry/s);
});
