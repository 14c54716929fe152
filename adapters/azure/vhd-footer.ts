/** Bytes of the footer that ends a VHD of fixed size: Azure exports and takes disks as such images. */
export const FOOTER_BYTES = 512;

/** Sectors of 512 bytes that the geometry of cylinders, heads and sectors can say at all. */
const MOST_SECTORS = 65_535 * 16 * 255;
const SECTOR = 512;
const FIXED = 2;

/**
 * The footer of a fixed VHD over `bytes` of raw disk, as "Virtual Hard Disk Image Format Specification" 1.0 has it; all
 * numbers are big-endian. `id` has 16 bytes. Its time is the beginning of 2000, so that the same disk gives the same bytes. The creator is
 * `win `, by which readers take the size in bytes and not the geometry, which is smaller
 * (https://learn.microsoft.com/windows/win32/vstor/about-vhd).
 */
export function vhdFooter(bytes: number, id: Uint8Array): Buffer {
  const footer = Buffer.alloc(FOOTER_BYTES);
  footer.write('conectix', 0, 'latin1');
  footer.writeUInt32BE(2, 8); // "Reserved", the one feature that has to be set
  footer.writeUInt32BE(0x0001_0000, 12); // version of the format
  footer.fill(0xff, 16, 24); // a fixed disk has nothing beside its data
  footer.write('win ', 28, 'latin1'); // creator
  footer.writeUInt32BE(0x0006_0000, 32); // its version
  footer.write('Wi2k', 36, 'latin1'); // its system
  footer.writeBigUInt64BE(BigInt(bytes), 40);
  footer.writeBigUInt64BE(BigInt(bytes), 48);
  const { cylinders, heads, sectors } = geometry(bytes);
  footer.writeUInt16BE(cylinders, 56);
  footer[58] = heads;
  footer[59] = sectors;
  footer.writeUInt32BE(FIXED, 60);
  footer.set(id.subarray(0, 16), 68);
  const sum = footer.reduce((all, byte) => all + byte, 0);
  footer.writeUInt32BE(~sum >>> 0, 64);
  return footer;
}

/** The calculation in the specification's appendix. */
function geometry(bytes: number): { cylinders: number; heads: number; sectors: number } {
  const total = Math.min(bytes / SECTOR, MOST_SECTORS);
  const of = (heads: number, sectors: number) => {
    const cylinderTimesHeads = Math.floor(total / sectors);
    return { cylinders: Math.floor(cylinderTimesHeads / heads), heads, sectors, cylinderTimesHeads };
  };
  if (total >= 65_535 * 16 * 63) return of(16, 255);
  const few = of(Math.max(4, Math.ceil(Math.floor(total / 17) / 1_024)), 17);
  if (few.cylinderTimesHeads < few.heads * 1_024 && few.heads <= 16) return few;
  const more = of(16, 31);
  return more.cylinderTimesHeads < 16 * 1_024 ? more : of(16, 63);
}
