import { createSecretKey, scryptSync } from 'node:crypto';
import { KubeferryError } from '../../base/errors.ts';
import type { BlobReader } from '../../base/ports/blob-reader.ts';
import { keysBelow } from '../below.ts';
import { type Key, open } from './sealed.ts';

/** A file below `keys/`: how a password becomes the key that opens `data`, which holds the master key. */
interface KeyFile {
  kdf: string;
  N: number;
  r: number;
  p: number;
  salt: string;
  data: string;
}

interface MasterKey {
  encrypt: string;
  mac: { k: string; r: string };
}

const bytesOf = (base64: string) => Buffer.from(base64, 'base64');

/** The master key, by whichever of the repository's keys opens with the password. Throws WrongPassword. */
export async function masterKey(blobs: BlobReader, folder: string, password: string): Promise<Key> {
  const names = await keysBelow(blobs, folder);
  for (const name of names) {
    const file = keyFileIn(await blobs.get(name));
    const plain = file && open(bytesOf(file.data), userKey(file, password));
    if (!plain) continue;
    const { encrypt, mac } = JSON.parse(plain.toString('utf8')) as MasterKey;
    return { encrypt: createSecretKey(bytesOf(encrypt)), mac: { k: bytesOf(mac.k), r: bytesOf(mac.r) } };
  }
  throw new KubeferryError(
    'WrongPassword',
    `None of the ${names.length} keys of the restic repository opens with the password that its secret holds. ` +
      'Way out: put the right one into the secret, or add it to the repository by "restic key add".',
  );
}

/**
 * restic takes 32 MiB and half a second of the machine that makes a key, by one pass on a slow one and by many on a fast one (Calibrate
 * of simple-scrypt, which it calls): the most of both here is several times that.
 */
const MOST = { bytes: 512 * 2 ** 20, steps: 2 ** 24 };

/** Key files are what nothing proves: whoever may write into the bucket writes them. Undefined for what is none, or would take all memory. */
function keyFileIn(bytes: Uint8Array | undefined): KeyFile | undefined {
  try {
    const file = JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as KeyFile;
    const { N, r, p } = file;
    const areCounts = [N, r, p].every((each) => Number.isInteger(each) && each > 0);
    const isWithin = 128 * N * r <= MOST.bytes && N * r * p <= MOST.steps;
    return areCounts && isWithin && typeof file.salt === 'string' && typeof file.data === 'string' ? file : undefined;
  } catch {
    return undefined;
  }
}

/** scrypt takes 128 x N x r bytes; restic's own N of 32,768 makes 32 MiB, and Node's default is just that. */
function userKey({ N, r, p, salt }: KeyFile, password: string): Key {
  const derived = scryptSync(password, bytesOf(salt), 64, { N, r, p, maxmem: 256 * N * r });
  return {
    encrypt: createSecretKey(derived.subarray(0, 32)),
    mac: { k: derived.subarray(32, 48), r: derived.subarray(48, 64) },
  };
}
