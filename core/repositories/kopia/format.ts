import { scryptSync } from 'node:crypto';
import { KubeferryError } from '../../base/errors.ts';
import type { BlobReader } from '../../base/ports/blob-reader.ts';
import { boxOpener, deriveKey, ENCRYPTIONS, type OpenBox, openAead } from './cipher.ts';
import { withoutParity } from './error-correction.ts';

/** Blob `kopia.repository`: how the password becomes the key of the format, which holds the master key. */
interface FormatBlob {
  uniqueID: string;
  keyAlgo: string;
  encryption: string;
  encryptedBlockFormat: string;
}

/** The format inside of it; more than we read. */
interface BlockFormat {
  format: { masterKey: string; encryption: string; version: number; ecc?: string; eccOverheadPercent?: number };
}

const READ = { keyAlgo: 'scrypt-65536-8-1', encryption: 'AES256_GCM', ecc: 'REED-SOLOMON-CRC32' };
const SCRYPT = { N: 65_536, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };

/** What opens everything in the repository. Throws NotFound where there is none, WrongPassword, and InvalidRequest for a form that is not read. */
export async function openFormat(blobs: BlobReader, prefix: string, password: string): Promise<OpenBox> {
  const bytes = await blobs.get('kopia.repository');
  if (!bytes) throw noRepository(prefix);
  const blob = formatIn(bytes);
  if (blob.keyAlgo !== READ.keyAlgo) throw notRead('key derivation', blob.keyAlgo, READ.keyAlgo);
  if (blob.encryption !== READ.encryption) throw notRead('format encryption', blob.encryption, READ.encryption);
  const { format } = openBlockFormat(blob, password);
  const aead = ENCRYPTIONS.get(format.encryption);
  if (!aead) throw notRead('encryption', format.encryption, [...ENCRYPTIONS.keys()].join('" and "'));
  return uncorrected(boxOpener(aead, Buffer.from(format.masterKey, 'base64')), format);
}

/** Without a share of space there is no error correction, whatever its name. */
function uncorrected(open: OpenBox, { ecc, eccOverheadPercent: percent = 0 }: BlockFormat['format']): OpenBox {
  if (!ecc || percent === 0) return open;
  if (ecc !== READ.ecc) throw notRead('error correction', ecc, READ.ecc);
  if (!Number.isInteger(percent) || percent < 1 || percent > 100)
    throw notRead('an error correction with a share of space in percent of', `${percent}`, '1" to "100');
  return (box, hash) => open(withoutParity(box, percent), hash);
}

function formatIn(bytes: Uint8Array): FormatBlob {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as FormatBlob;
  } catch (cause) {
    throw new KubeferryError(
      'DataCorrupt',
      'Blob kopia.repository is no JSON: it was damaged, or never was of Kopia. Way out: "kopia repository repair" restores it from a pack.',
      { cause },
    );
  }
}

function openBlockFormat({ uniqueID, encryptedBlockFormat }: FormatBlob, password: string): BlockFormat {
  const id = Buffer.from(uniqueID, 'base64');
  const key = scryptSync(password, id, 32, SCRYPT);
  const box = Buffer.from(encryptedBlockFormat, 'base64');
  try {
    const plain = openAead('aes-256-gcm', deriveKey(key, id, 'AES'), deriveKey(key, id, 'CHECKSUM'), box);
    return JSON.parse(plain.toString('utf8')) as BlockFormat;
  } catch (cause) {
    throw new KubeferryError(
      'WrongPassword',
      'The Kopia repository does not open with the password that its secret holds. Way out: put the right one into the ' +
        "secret; a repository that Velero made has that of its Secret velero-repo-credentials, or Velero's own.",
      { cause },
    );
  }
}

const noRepository = (prefix: string) =>
  new KubeferryError(
    'NotFound',
    `There is no Kopia repository at "${prefix}": blob kopia.repository is missing. ` +
      'Way out: check bucket and prefix of the route; Velero keeps one for each namespace, below kopia/<namespace>/.',
  );

const notRead = (what: string, found: string, read: string) =>
  new KubeferryError(
    'InvalidRequest',
    `The Kopia repository has ${what} "${found}"; this version of kubeferry reads "${read}". ` +
      'Way out: restore this claim with kopia itself, or back it up into a repository with the default format.',
  );
