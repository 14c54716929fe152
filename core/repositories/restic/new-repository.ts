import { createCipheriv, createHash, createHmac, scryptSync } from 'node:crypto';
import { poly1305 } from './poly1305.ts';

/**
 * The two files of an empty repository of restic, format 2, for whoever fills it
 * (https://restic.readthedocs.io/en/stable/100_references.html#repository-format): its path below the repository -> bytes. All in them follows
 * from the password, which has to be random and of 256 bits at least: the same twice is the same repository.
 */
export function newRepository(password: string): Record<string, Uint8Array> {
  const made = (label: string, bytes: number) =>
    createHmac('sha512', password).update(`kubeferry restic ${label}`).digest().subarray(0, bytes);
  const master: Key = { encrypt: made('encrypt', 32), k: made('mac k', 16), r: made('mac r', 16) };
  const { encrypt, k, r } = master;
  const plain = JSON.stringify({ mac: { k: base64(k), r: base64(r) }, encrypt: base64(encrypt) });
  const salt = made('salt', 64);
  const data = seal(plain, userKey(password, salt), made('nonce of the key', 16));
  const about = { created: CREATED, username: 'kubeferry', hostname: 'kubeferry' };
  const keyFile = Buffer.from(
    JSON.stringify({ ...about, kdf: 'scrypt', ...SCRYPT, salt: base64(salt), data: base64(data) }),
  );
  const config = JSON.stringify({ version: 2, id: made('id', 32).toString('hex'), chunker_polynomial: POLYNOMIAL });
  return {
    [`keys/${createHash('sha256').update(keyFile).digest('hex')}`]: keyFile,
    config: seal(config, master, made('nonce of the config', 16)),
  };
}

interface Key {
  encrypt: Uint8Array;
  k: Uint8Array;
  r: Uint8Array;
}

/** A password of 256 random bits needs no stretching; restic takes no less than it can tell apart. */
const SCRYPT = { N: 1_024, r: 8, p: 1 };

/** When a key was made is for people alone. */
const CREATED = '2026-01-01T00:00:00Z';

/**
 * By which files are cut: irreducible, of degree 53 (restic's chunker has it in its tests). One for all repositories would let who sees
 * the sizes of packs guess at known files; these live for minutes, in a bucket that nobody else reads.
 */
const POLYNOMIAL = '3da3358b4dc173';

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

function userKey(password: string, salt: Uint8Array): Key {
  const derived = scryptSync(password, salt, 64, SCRYPT);
  return { encrypt: derived.subarray(0, 32), k: derived.subarray(32, 48), r: derived.subarray(48) };
}

/** AES-256 in counter mode, and Poly1305-AES over what it gives. */
function seal(plain: string, { encrypt, k, r }: Key, nonce: Uint8Array): Uint8Array {
  const box = createCipheriv('aes-256-ctr', encrypt, nonce).update(plain, 'utf8');
  const masked = createCipheriv('aes-128-ecb', k, null).setAutoPadding(false).update(nonce);
  return Buffer.concat([nonce, box, poly1305(box, r, masked)]);
}
