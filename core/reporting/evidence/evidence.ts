import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Signer } from '../../base/ports/signer.ts';
import { canonical } from './canonical.ts';

const FORMAT = 'kubeferry-evidence/1';

/** The one algorithm: ECDSA over P-256, KMS's ECC_NIST_P256. */
const ALGORITHM = 'ECDSA_SHA_256';

/** What an entry tells of. */
const TOLD = [
  'run',
  'requested',
  'planned',
  'approved',
  'step',
  'moved',
  'compared',
  'applied',
  'undone',
  'record',
  'checked',
  'ended',
] as const;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const Entry = z.strictObject({
  /** From 0 on, without a gap. */
  number: z.int().nonnegative(),
  what: z.enum(TOLD),
  body: z.record(z.string(), z.unknown()),
  /** `sha256` of the entry before; of the first, 64 zeros. */
  previous: sha256,
  /** Of the canonical JSON of all the above. */
  sha256,
});
export type Entry = z.infer<typeof Entry>;

/** What is signed: how many entries there are, and the last link, which follows from all of them. */
export const Statement = z.strictObject({
  format: z.literal(FORMAT),
  route: z.string(),
  run: z.string(),
  entries: z.int().positive(),
  head: sha256,
  /** ISO 8601. */
  signedAt: z.string(),
});
export type Statement = z.infer<typeof Statement>;

/** `evidence.json`: what a run was asked for, planned, moved, compared and undone, chained and signed. */
export const Evidence = z.strictObject({
  statement: Statement,
  entries: z.array(Entry).min(1),
  signature: z.strictObject({
    algorithm: z.literal(ALGORITHM),
    /** ARN of the KMS key. */
    key: z.string(),
    /** SubjectPublicKeyInfo as PEM. */
    publicKey: z.string(),
    /** ASN.1 DER in base64, over the canonical JSON of the statement. */
    value: z.base64(),
  }),
});
export type Evidence = z.infer<typeof Evidence>;

/** What is told, before it is chained. */
export type Telling = Pick<Entry, 'what' | 'body'>;

export const NOTHING_BEFORE = '0'.repeat(64);

/**
 * Each entry has the digest of the one before it, so that none can be changed, moved, added or taken away alone. `before` are
 * those that were signed earlier.
 */
export function chain(tellings: readonly Telling[], before: readonly Entry[] = []): Entry[] {
  let previous = before.at(-1)?.sha256 ?? NOTHING_BEFORE;
  const added = tellings.map(({ what, body }, at) => {
    const number = before.length + at;
    // As a reader will have it: what JSON does not carry is no part of the digest.
    const linked = { number, what, body: JSON.parse(canonical(body)) as Entry['body'], previous };
    previous = linkOf(linked);
    return { ...linked, sha256: previous };
  });
  return [...before, ...added];
}

export const linkOf = ({ number, what, body, previous }: Omit<Entry, 'sha256'>): string =>
  createHash('sha256').update(canonical({ number, what, body, previous })).digest('hex');

/** Chains what is told after what was told before, and signs the last link. */
export async function signed(
  signer: Signer,
  about: Pick<Statement, 'route' | 'run' | 'signedAt'>,
  tellings: readonly Telling[],
  before: readonly Entry[] = [],
): Promise<Evidence> {
  const entries = chain(tellings, before);
  const head = entries.at(-1)?.sha256 ?? NOTHING_BEFORE;
  const statement: Statement = { format: FORMAT, ...about, entries: entries.length, head };
  const [value, key] = await Promise.all([signer.sign(Buffer.from(canonical(statement))), signer.publicKey()]);
  return {
    statement,
    entries,
    signature: {
      algorithm: ALGORITHM,
      key: signer.key,
      publicKey: pemOf(key),
      value: Buffer.from(value).toString('base64'),
    },
  };
}

/** RFC 7468. */
function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n`;
}
