import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../../core/reporting/evidence/canonical.ts';
import { chain, type Evidence, signed, type Telling } from '../../../../core/reporting/evidence/evidence.ts';
import { verifyEvidence } from '../../../../core/reporting/evidence/verify-evidence.ts';
import { memorySigner } from './memory-signer.ts';

const signer = memorySigner();
const TOLD: Telling[] = [
  { what: 'run', body: { run: 'clone-1', askedBy: 'arn:aws:iam::111122223333:user/ada', mapped: undefined } },
  { what: 'planned', body: { hash: 'abc', volumes: [{ claim: 'shop/data', gibibytes: 1.5 }] } },
  { what: 'approved', body: { by: 'arn:aws:iam::111122223333:user/grace', planHash: 'abc' } },
  { what: 'ended', body: { status: 'SUCCEEDED' } },
];
const ABOUT = { route: 'prod-to-dev', run: 'clone-1', signedAt: '2026-11-30T10:00:00.000Z' };
const good = await signed(signer, ABOUT, TOLD);
/** The document with something done to it. */
const after = (change: (evidence: Evidence) => void) => {
  const copy = structuredClone(good);
  change(copy);
  return JSON.stringify(copy, null, 2);
};
const wrongOf = (change: (evidence: Evidence) => void) => verifyEvidence(after(change), signer.pem).wrong;

describe('a document of evidence', () => {
  it('is good as it was signed, however it was printed', () => {
    for (const text of [JSON.stringify(good), JSON.stringify(good, null, 4)])
      expect(verifyEvidence(text, signer.pem)).toMatchObject({
        wrong: [],
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
  });

  // Promise: evidence-tells-tampering
  it.each<[string, (evidence: Evidence) => void, RegExp]>([
    [
      'a field that was altered',
      ({ entries }) => {
        entries[2]!.body.by = 'nobody';
      },
      /Entry 2 \("approved"\).*altered/,
    ],
    [
      'a field that was added',
      ({ entries }) => {
        entries[1]!.body.extra = true;
      },
      /Entry 1 \("planned"\).*altered/,
    ],
    [
      'entries in another order',
      ({ entries }) => void entries.splice(1, 2, entries[2]!, entries[1]!),
      /Entry 1 \("approved"\) was entry 2: .*out of order/,
    ],
    [
      'an entry that was taken out',
      ({ entries }) => void entries.splice(1, 1),
      /Entry 1 \("approved"\) was entry 2: .*missing/,
    ],
    [
      'a list that was cut off',
      ({ entries }) => void entries.pop(),
      /3 of 4 entries are there: the others were cut off/,
    ],
    [
      'a statement for another run',
      ({ statement }) => {
        statement.run = 'clone-2';
      },
      /signature does not fit/,
    ],
    [
      'a signature of something else',
      ({ signature }) => {
        signature.value = Buffer.alloc(70).toString('base64');
      },
      /signature does not fit/,
    ],
    [
      'a later time',
      ({ statement }) => {
        statement.signedAt = '2027-01-01T00:00:00.000Z';
      },
      /signature does not fit/,
    ],
  ])('says of %s what is wrong', (_, change, sentence) => {
    const wrong = wrongOf(change);
    expect(wrong.join('\n')).toMatch(sentence);
  });

  it('is found out where another chain was put before the old signature', () => {
    const forged = chain(TOLD.map((each) => ({ ...each, body: { ...each.body, forged: true } })));
    expect(
      wrongOf((evidence) => {
        evidence.entries = forged;
      }),
    ).toEqual(['The last entry is not the one that was signed: the chain is another one.']);
  });

  // Promise: evidence-names-its-key
  it('is found out where somebody else has signed it, once one says which key is the right one', async () => {
    const other = memorySigner();
    const forged = JSON.stringify(await signed(other, ABOUT, TOLD));
    expect(verifyEvidence(forged).wrong).toEqual([]);
    expect(verifyEvidence(forged, signer.pem).wrong.join()).toMatch(
      /It was signed by another key: by [0-9a-f]{64}, and not by [0-9a-f]{64}\./,
    );
    const lying = after((evidence) => {
      evidence.signature.publicKey = other.pem;
    });
    expect(verifyEvidence(lying).wrong.join()).toMatch(/signature does not fit/);
  });

  it('takes the public key as KMS answers it, too', () => {
    const der = signer.pem.replace(/-----.*-----|\s/g, '');
    expect(verifyEvidence(JSON.stringify(good), der).wrong).toEqual([]);
    expect(verifyEvidence(JSON.stringify(good), 'no key').wrong.join()).toMatch(/cannot be read/);
  });

  it.each([
    ['cut short', (text: string) => text.slice(0, -20), /cut short/],
    ['something else', () => '{"kind": "ConfigMap"}', /no document of evidence/],
    [
      'of a later version',
      (text: string) => text.replace('evidence/1', 'evidence/2'),
      /of this version: statement.format/,
    ],
  ])('is refused when it is %s', (_, change, sentence) => {
    expect(verifyEvidence(change(JSON.stringify(good))).wrong.join()).toMatch(sentence);
  });

  // Promise: evidence-tells-tampering
  it.each([
    ['a member that stands twice, the first for people', '"by":', '"by":"arn:aws:iam::111122223333:user/eve","by":'],
    ['a part that stands twice', '"statement":', '"statement":{"run":"clone-9"},"statement":'],
    ['a member that schemas pass over', '"by":', '"__proto__":{"by":"eve"},"by":'],
    ['the same, spelt otherwise', '"by":', '"__pr\\u006fto__":{"by":"eve"},"by":'],
    ['a number that is read as the one that was signed', '1.5', '1.50000000000000000001'],
  ])('is not good with %s', (_, from, to) => {
    const text = JSON.stringify(good);
    expect(text).toContain(from);
    expect(verifyEvidence(text.replace(from, to), signer.pem).wrong.join()).toMatch(/what nobody signed/);
  });

  it('is good in whatever way its letters are escaped', async () => {
    const text = JSON.stringify(
      await signed(signer, ABOUT, [{ what: 'approved', body: { reason: 'schön, "ja" \\' } }]),
    );
    expect(verifyEvidence(text.replace('ö', '\\u00F6'), signer.pem).wrong).toEqual([]);
  });

  it.each(['ed25519', 'rsa'] as const)('is not good with a key of another kind in it (%s)', (kind) => {
    const { publicKey } = generateKeyPairSync(kind as 'rsa', { modulusLength: 2048 });
    const wrong = wrongOf(({ signature }) => {
      signature.publicKey = publicKey.export({ format: 'pem', type: 'spki' }).toString();
    });
    expect(wrong.join()).toMatch(/signature does not fit/);
  });

  it('is not good any more whichever single character of an entry is another one', () => {
    const text = JSON.stringify(good);
    const [from, to] = [text.indexOf('"entries":['), text.indexOf('"signature"')];
    fc.assert(
      fc.property(
        fc.integer({ min: from + 11, max: to - 3 }),
        fc.constantFrom('0', 'a', 'X', '"', ','),
        (at, letter) => {
          fc.pre(text[at] !== letter);
          const changed = `${text.slice(0, at)}${letter}${text.slice(at + 1)}`;
          expect(verifyEvidence(changed, signer.pem).wrong).not.toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('canonical JSON', () => {
  it('is the example of RFC 8785', () => {
    const value = JSON.parse(
      '{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001], "string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/", "literals": [null, true, false]}',
    );
    expect(canonical(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonical(turned)).toBe(canonical(value));
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
