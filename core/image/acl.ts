/** Tags whose entries name a user or a group (linux/posix_acl.h: ACL_USER, ACL_GROUP). */
const NAMES_AN_ID = new Set([0x02, 0x08]);
const FORM_OF_DISK = 1;
const HEAD_BYTES = 4;
const ENTRY_BYTES = 8;

/**
 * An ACL as ext4 keeps it (version 1: an id only where one is meant) from the form of getxattr(2)
 * (version 2: eight bytes an entry; linux/posix_acl_xattr.h, fs/ext4/acl.h).
 */
export function aclOnDisk(value: Uint8Array): Uint8Array {
  const from = Buffer.from(value.buffer, value.byteOffset, value.length);
  const parts: Buffer[] = [Buffer.from([FORM_OF_DISK, 0, 0, 0])];
  for (let at = HEAD_BYTES; at + ENTRY_BYTES <= from.length; at += ENTRY_BYTES) {
    const length = NAMES_AN_ID.has(from.readUInt16LE(at)) ? ENTRY_BYTES : ENTRY_BYTES / 2;
    parts.push(from.subarray(at, at + length));
  }
  return Buffer.concat(parts);
}
