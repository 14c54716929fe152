import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Tokens carry what they stand for and prove that they were given out here: nothing is kept for them. */
export interface Tokens {
  /** `content` comes back from `open` until `expiresAt` (milliseconds of the clock). */
  seal(content: string, expiresAt: number): string;
  /** Undefined for a token that was not given out here, or whose time is over. */
  open(token: string, now: number): string | undefined;
}

export function createTokens(secret: Uint8Array = randomBytes(32)): Tokens {
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest().subarray(0, 12);
  return {
    seal(content, expiresAt) {
      const text = `${expiresAt} ${content}`;
      return Buffer.concat([sign(text), Buffer.from(text)]).toString('base64');
    },
    open(token, now) {
      const bytes = Buffer.from(token, 'base64');
      const text = bytes.subarray(12).toString();
      if (bytes.length < 12 || !timingSafeEqual(bytes.subarray(0, 12), sign(text))) return undefined;
      const space = text.indexOf(' ');
      return now < Number(text.slice(0, space)) ? text.slice(space + 1) : undefined;
    },
  };
}
