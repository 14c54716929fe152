/** What Lambda, or the state that waits for a function, ends it with when its time is over: neither says what it was at. */
const OUT_OF_TIME = ['Sandbox.Timedout', 'States.Timeout'];

export const isOutOfTime = (name: string): boolean => OUT_OF_TIME.includes(name);

/** Under which name a function keeps that Lambda is about to end it. */
export const ENDED_BY_LAMBDA = 'Sandbox.Timedout';

/** How long before its end a function says so: a write of S3 takes a part of a second. */
export const leadMs = (remainingMs: number): number => Math.min(10_000, remainingMs / 4);

/** `seconds`: how long it may work. */
export const sayOutOfTime = (step: string, seconds: number): string =>
  `Function ${step} was not done after ${seconds} s, when Lambda ends it. ` +
  'What it has kept is used when it is called again: continue the run with kubeferry retry. Where it ends so once more, ' +
  'look with kubeferry doctor whether clusters and accounts answer, and copy fewer namespaces in one run (selection.namespaces).';
