import fc from 'fast-check';
import { expect, it } from 'vitest';
import { poly1305 } from '../../../core/repositories/restic/poly1305.ts';

const tagOf = (message: Uint8Array, r: string, s: string) =>
  Buffer.from(poly1305(message, Buffer.from(r, 'hex'), Buffer.from(s, 'hex'))).toString('hex');
const ONES = 'ff'.repeat(16);
const ZEROS = '00'.repeat(16);
const first = (byte: string) => byte.padEnd(32, '0');

/** https://www.rfc-editor.org/rfc/rfc8439#section-2.5.2, and vectors 7 to 9 of its appendix A.3: sums about the prime. */
it.each([
  [
    Buffer.from('Cryptographic Forum Research Group').toString('hex'),
    '85d6be7857556d337f4452fe42d506a8',
    '0103808afb0db2fd4abff6af4149f51b',
    'a8061dc1305136c6c22b8baf0c0127a9',
  ],
  [ONES, first('02'), ZEROS, first('03')],
  [first('02'), first('02'), ONES, first('03')],
  [`${ONES}f0${'ff'.repeat(15)}${first('11')}`, first('01'), ZEROS, first('05')],
])('%s with %s and %s has the tag %s', (message, r, s, tag) => {
  expect(tagOf(Buffer.from(message, 'hex'), r, s)).toBe(tag);
});

/** As the paper has it, on integers of any size. */
function byThePaper(message: Uint8Array, r: Uint8Array, s: Uint8Array): string {
  const integer = (bytes: Uint8Array) => bytes.reduceRight((sum, byte) => (sum << 8n) + BigInt(byte), 0n);
  const factor = integer(r) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  let sum = 0n;
  for (let at = 0; at < message.length; at += 16) {
    const block = message.subarray(at, at + 16);
    sum = ((sum + integer(block) + 2n ** BigInt(8 * block.length)) * factor) % (2n ** 130n - 5n);
  }
  const tag = (sum + integer(s)) % 2n ** 128n;
  return Buffer.from(tag.toString(16).padStart(32, '0'), 'hex').reverse().toString('hex');
}

it('is what the paper says, of any message and key', () => {
  const extreme = fc.constantFrom(0, 1, 0xfb, 0xff);
  const bytes = (minLength: number, maxLength: number) =>
    fc.oneof(
      fc.uint8Array({ minLength, maxLength }),
      fc.array(extreme, { minLength, maxLength }).map((each) => Uint8Array.from(each)),
    );
  fc.assert(
    fc.property(bytes(0, 100), bytes(16, 16), bytes(16, 16), (message, r, s) => {
      expect(Buffer.from(poly1305(message, r, s)).toString('hex')).toBe(byThePaper(message, r, s));
    }),
    { numRuns: 500 },
  );
});
