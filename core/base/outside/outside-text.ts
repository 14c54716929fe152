import { maskKnown } from './mask-known.ts';
import { redact } from './redact.ts';
import { stripControls } from './strip-controls.ts';

/** Characters of what somebody else said that a sentence of ours takes in. */
export const MOST_QUOTED = 2_000;
/** What is looked at: more than is ever shown, so that nothing is cut in the middle of a secret. */
const MOST_READ = 16_384;

/**
 * Whatever somebody else has written, as it may stand in a sentence, a log or a record: the one function through which
 * answers of API servers and webhooks, output of commands, and errors of AWS and of libraries pass. It has no control
 * characters or escape sequences, no passwords in any form that `redact` knows, none of the `secrets` that are known to
 * be in play, and at most 2,000 characters. Never throws.
 */
export function outsideText(said: unknown, secrets: readonly string[] = []): string {
  const whole = stripControls(textOf(said).slice(0, MOST_READ));
  const masked = redact(maskKnown(whole, secrets));
  return masked.length <= MOST_QUOTED ? masked.trim() : `${masked.slice(0, MOST_QUOTED).toWellFormed()} […]`;
}

/** The same of a sentence of ours that may have taken some of it in: not shortened, and harmless when it is done twice. */
export const discreetText = (sentence: string) => redact(stripControls(sentence));

function textOf(said: unknown): string {
  if (said instanceof Error) return said.message;
  try {
    return typeof said === 'object' && said !== null ? JSON.stringify(said) : String(said);
  } catch {
    return 'something that is no text';
  }
}
