import type { Draft } from './draft.ts';

/** What was chosen on one page, for the next: nothing of it is in the address or kept for another day. */
let handed: Draft | undefined;

export const handOver = (draft: Draft): void => {
  handed = draft;
};

/** Once. */
export function takeOver(): Draft | undefined {
  const taken = handed;
  handed = undefined;
  return taken;
}
