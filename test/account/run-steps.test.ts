import { describe, expect, it } from 'vitest';
import { printSteps, runSteps, type Step } from './run-steps.ts';

let did: string[] = [];
const step = (title: string, run: Step['run'] = async () => {}): Step => ({
  title,
  does: [`does ${title}`],
  run: async (signal) => {
    did.push(title);
    await run(signal);
  },
});
const failing = (title: string, sentence: string) =>
  step(title, async () => {
    throw new Error(sentence);
  });

async function play(steps: Step[], removals: Step[], stop = new AbortController()) {
  did = [];
  return { ...(await runSteps(steps, removals, stop.signal, () => {})), did };
}

describe('a test in an account', () => {
  it('removes everything when all went well', async () => {
    expect(await play([step('make'), step('clone')], [step('remove'), step('sweep')])).toEqual({
      left: [],
      did: ['make', 'clone', 'remove', 'sweep'],
    });
  });

  it('removes everything after a failure, and says which step it was', async () => {
    expect(await play([step('make'), failing('clone', 'No volume.'), step('compare')], [step('remove')])).toEqual({
      failure: '"clone" failed: No volume.',
      left: [],
      did: ['make', 'clone', 'remove'],
    });
  });

  it('goes on removing where one removal fails, and names what is left', async () => {
    expect(await play([step('make')], [failing('remove', 'It is in use.'), step('sweep')])).toEqual({
      left: ['remove: It is in use.'],
      did: ['make', 'remove', 'sweep'],
    });
  });

  it('removes everything after Ctrl-C, which does not stop the removal', async () => {
    const stop = new AbortController();
    const interrupted = step('clone', async (signal) => {
      stop.abort();
      signal.throwIfAborted();
    });
    const removal = step('remove', async (signal) => signal.throwIfAborted());
    expect(await play([interrupted, step('compare')], [removal], stop)).toEqual({
      failure: 'Stopped during "clone".',
      left: [],
      did: ['clone', 'remove'],
    });
  });

  it('prints every step of it in its order', () => {
    expect(printSteps([step('make')], [step('remove')])).toEqual([
      '1. make',
      '     does make',
      'In the end, after a failure, and after Ctrl-C:',
      '2. remove',
      '     does remove',
    ]);
  });
});
