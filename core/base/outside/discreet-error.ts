import { KubeferryError } from '../errors.ts';
import { discreetText, outsideText } from './outside-text.ts';

/**
 * The same error as it may leave a function: its name, and its message and problems without secrets and control
 * characters. What is no error of ours is somebody else's text as a whole. It has no cause, since that is what a client
 * threw, with the answer in it; frames of the stack stay.
 */
export function discreetError(error: unknown): Error {
  const { name, stack = '' } = error instanceof Error ? error : new Error('');
  const told =
    error instanceof KubeferryError
      ? new KubeferryError(error.name, discreetText(error.message), {
          problems: error.problems.map(({ at, message }) => ({ at: discreetText(at), message: discreetText(message) })),
        })
      : Object.assign(new Error(outsideText(error)), { name });
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  told.stack = [`${told.name}: ${told.message}`, ...frames].join('\n');
  return told;
}
