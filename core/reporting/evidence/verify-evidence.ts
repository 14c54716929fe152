import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { canonical } from './canonical.ts';
import { type Entry, Evidence, linkOf, NOTHING_BEFORE } from './evidence.ts';

export interface Verdict {
  /** Each a sentence; empty where the document is as it was signed. */
  wrong: string[];
  /** Of the key that the document has with it: SHA-256 of its SubjectPublicKeyInfo, in hexadecimal digits. */
  fingerprint?: string;
  evidence?: Evidence;
}

/**
 * Whether a document of evidence is as it was signed: needs no network, and believes nothing in it. With `trusted`, a public
 * key as PEM, it must have been signed by that one; without it only says by which key it was.
 */
export function verifyEvidence(text: string, trusted?: string): Verdict {
  const evidence = read(text);
  if (typeof evidence === 'string') return { wrong: [evidence] };
  const key = keyFrom(evidence.signature.publicKey);
  if (!key) return { wrong: ['Its public key is not one that can be read: it was altered.'], evidence };
  const wrong = [...wrongInChain(evidence), ...wrongSignature(evidence, key), ...wrongKey(key, trusted)];
  return { wrong, fingerprint: fingerprintOf(key), evidence };
}

function read(text: string): Evidence | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return 'It is not whole JSON: it was cut short, or is no document of evidence.';
  }
  if (!isPlain(text, parsed))
    return 'A member stands in it twice, or a number is not as it was written: whoever reads the text may read what nobody signed.';
  const found = Evidence.safeParse(parsed);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  return `It is no document of evidence of this version: ${issue?.path.join('.') || 'it'}: ${issue?.message}.`;
}

/** A text, or anything between texts and spaces. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[^\s"]+/g;

/**
 * Whether the text says no more than what JSON.parse makes of it, which takes the last of two members of one name, rounds
 * numbers, and has a `__proto__` that schemas pass over. Spaces and ways to escape letters are free.
 */
function isPlain(text: string, parsed: unknown): boolean {
  const tokens = text.match(TOKENS) ?? [];
  const plain = tokens.map((token) => (token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : token)).join('');
  return plain === JSON.stringify(parsed) && !plain.includes('"__proto__":');
}

function wrongInChain({ entries, statement }: Evidence): string[] {
  const wrong = entries.flatMap((entry, at) => wrongEntry(entry, at, entries[at - 1]));
  if (entries.length < statement.entries)
    wrong.push(`${entries.length} of ${statement.entries} entries are there: the others were cut off.`);
  if (entries.length > statement.entries)
    wrong.push(`${entries.length} entries are there, but ${statement.entries} were signed: some were added.`);
  if (wrong.length === 0 && entries.at(-1)?.sha256 !== statement.head)
    wrong.push('The last entry is not the one that was signed: the chain is another one.');
  return wrong;
}

function wrongEntry(entry: Entry, at: number, before: Entry | undefined): string[] {
  const called = `Entry ${at} ("${entry.what}")`;
  if (entry.number !== at)
    return [`${called} was entry ${entry.number}: the entries are out of order, or one is missing.`];
  if (linkOf(entry) !== entry.sha256) return [`${called} is not as it was signed: something in it was altered.`];
  if (entry.previous !== (before?.sha256 ?? NOTHING_BEFORE))
    return [`${called} does not follow the entry before it: one of the two was put in from elsewhere.`];
  return [];
}

function wrongSignature({ statement, signature }: Evidence, key: KeyObject): string[] {
  // One way to sign, whatever key was put in.
  const isOfCurve = key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === CURVE;
  const message = Buffer.from(canonical(statement));
  return isOfCurve && verify('sha256', message, key, Buffer.from(signature.value, 'base64'))
    ? []
    : ['The signature does not fit what it is said to sign: the statement was altered, or another key signed it.'];
}

function wrongKey(key: KeyObject, trusted: string | undefined): string[] {
  if (trusted === undefined) return [];
  const own = keyFrom(trusted);
  if (!own)
    return [
      'The public key to compare with cannot be read: it has to be PEM, or as `aws kms get-public-key` answers it.',
    ];
  const [have, want] = [fingerprintOf(key), fingerprintOf(own)];
  return have === want ? [] : [`It was signed by another key: by ${have}, and not by ${want}.`];
}

/** P-256, as OpenSSL calls it. */
const CURVE = 'prime256v1';

/** PEM, or DER in base64; undefined where it is neither. */
function keyFrom(text: string): KeyObject | undefined {
  try {
    if (text.includes('-----BEGIN')) return createPublicKey(text);
    return createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

const fingerprintOf = (key: KeyObject) =>
  createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('hex');
