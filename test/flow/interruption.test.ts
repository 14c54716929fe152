import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentsOf, listAccounts } from './listing.ts';
import { into, type SmallCloud, startSmallCloud } from './small-cloud.ts';

/** Every function of a clone that goes well, and every one of a roll-back. */
const STEPS = readdirSync(new URL('../../lambdas', import.meta.url)).filter((name) => !name.startsWith('_'));
const UNDO = ['close-run', 'roll-back-objects', 'restore-former-clone', 'roll-back-volumes', 'roll-back-cluster'];
/** Steps of other machines, and the API, which have tests of their own. */
const ELSEWHERE = ['find-expired', 'note-removal', 'answer-api', 'make-cluster', 'complete-cluster'];
/** So that one run passes through all of them. */
const EVERY_WAY = { volumes: { claims: { 'small/files': 'copy-blocks' } }, quiesce: { scaleToZero: true } };

let small: SmallCloud;
let undisturbed: { contents: unknown[]; things: number };

beforeAll(async () => {
  small = await startSmallCloud();
  const before = listAccounts(small.cloud).length;
  expect(await small.clone({ ...EVERY_WAY, ...into('undisturbed') })).toMatchObject({ status: 'SUCCEEDED' });
  undisturbed = {
    contents: await contentsOf(small.target, 'undisturbed'),
    things: listAccounts(small.cloud).length - before,
  };
});
afterAll(() => small?.stop());

describe('a function that dies after it has done its work', () => {
  it.each(STEPS.filter((step) => ![...UNDO, ...ELSEWHERE].includes(step)))(
    '%s: is called again, and the clone is the same as if nothing had happened',
    async (step) => {
      const namespace = `killed-${step}`;
      const before = listAccounts(small.cloud).length;
      small.cloud.addFault({ on: `lambda:${step}`, nth: 1, effect: { kind: 'kill-after' } });
      const ended = await small.clone({ ...EVERY_WAY, ...into(namespace) });
      expect(ended, ended.cause).toMatchObject({ status: 'SUCCEEDED' });
      expect(await contentsOf(small.target, namespace)).toEqual(undisturbed.contents);
      expect(listAccounts(small.cloud).length - before).toBe(undisturbed.things);
    },
  );

  it.each([...UNDO, 'clean-up-clone', 'resume-source'])(
    '%s in a roll-back: is called again, and nothing is left',
    async (step) => {
      const before = listAccounts(small.cloud);
      small.cloud.addFault({
        on: 'lambda:verify-clone',
        nth: 1,
        effect: { kind: 'error', code: 'VerificationFailed', message: 'injected' },
      });
      small.cloud.addFault({
        on: `lambda:${step}`,
        nth: step === 'resume-source' ? 2 : 1,
        effect: { kind: 'kill-after' },
      });
      expect(await small.clone({ ...EVERY_WAY, ...into(`undone-${step}`) })).toMatchObject({
        status: 'FAILED',
        error: 'VerificationFailed',
      });
      expect(listAccounts(small.cloud)).toEqual(before);
    },
  );
});
