import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { contentsOf, listAccounts } from './listing.ts';
import { small } from './one-cloud.ts';
import { into } from './small-cloud.ts';

/** Every function of a clone that goes well, and every one of a roll-back. */
const STEPS = readdirSync(new URL('../../lambdas', import.meta.url)).filter((name) => !name.startsWith('_'));
const UNDO = ['close-run', 'roll-back-objects', 'restore-former-clone', 'roll-back-volumes', 'roll-back-cluster'];
/** Steps of other machines, the one of runs that wait, and the API, which have tests of their own. */
const ELSEWHERE = [
  'find-expired',
  'note-removal',
  'answer-api',
  'examine-route',
  'survey-route',
  'connect-cluster',
  'make-cluster',
  'fill-cluster',
  'complete-cluster',
  'await-approval',
  'lay-out-image',
  'move-files',
  'plan-proof',
  'prove-segment',
  'keep-capture',
  'begin-round',
  'settle-round',
  'hand-volumes-over',
  'hand-volumes-back',
];
const DOING = STEPS.filter((step) => ![...UNDO, ...ELSEWHERE].includes(step));
/** So that one run passes through all of them. */
const EVERY_WAY = { volumes: { claims: { 'small/files': 'copy-blocks' } }, quiesce: { scaleToZero: true } };

let undisturbed: { contents: unknown[]; things: number };
let source: Map<string, string>;

beforeAll(async () => {
  source = await fingerprintCluster(small.source);
  const before = listAccounts(small.cloud).length;
  expect(await small.clone({ ...EVERY_WAY, ...into('undisturbed') })).toMatchObject({ status: 'SUCCEEDED' });
  undisturbed = {
    contents: await contentsOf(small.target, 'undisturbed'),
    things: listAccounts(small.cloud).length - before,
  };
});

/** Many at a time, since a run for each takes minutes; the message of a run that fails has its step. */
const together = (steps: string[], size: number) =>
  Array.from({ length: Math.ceil(steps.length / size) }, (_, at) => [steps.slice(at * size, (at + 1) * size)]);

describe('functions that die after they have done their work', () => {
  it.each(together(DOING, 9))(
    '%s: are called again, and the clone is the same as if nothing had happened',
    async (steps) => {
      const namespace = `killed-${steps[0]}`;
      const before = listAccounts(small.cloud).length;
      for (const step of steps) small.cloud.addFault({ on: `lambda:${step}`, nth: 1, effect: { kind: 'kill-after' } });
      const ended = await small.clone({ ...EVERY_WAY, ...into(namespace) });
      expect(ended, ended.cause).toMatchObject({ status: 'SUCCEEDED' });
      expect(await contentsOf(small.target, namespace)).toEqual(undisturbed.contents);
      expect(listAccounts(small.cloud).length - before).toBe(undisturbed.things);
      await expect.poll(() => fingerprintCluster(small.source), { timeout: 10_000 }).toEqual(source);
    },
  );

  it.each(together([...UNDO, 'clean-up-clone', 'resume-source'], 4))(
    '%s in a roll-back: are called again, and nothing is left',
    async (steps) => {
      const before = listAccounts(small.cloud);
      small.cloud.addFault({
        on: 'lambda:verify-clone',
        nth: 1,
        effect: { kind: 'error', code: 'VerificationFailed', message: 'injected' },
      });
      for (const step of steps) {
        const nth = step === 'resume-source' ? 2 : 1;
        small.cloud.addFault({ on: `lambda:${step}`, nth, effect: { kind: 'kill-after' } });
      }
      expect(await small.clone({ ...EVERY_WAY, ...into(`undone-${steps[0]}`) })).toMatchObject({
        status: 'FAILED',
        error: 'VerificationFailed',
      });
      expect(listAccounts(small.cloud)).toEqual(before);
    },
  );
});
