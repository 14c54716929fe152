/** Bits of Go's io/fs.FileMode beyond rwx (https://pkg.go.dev/io/fs#FileMode), and those of st_mode (inode(7)). */
const BITS = [
  [1 << 23, 0o4000],
  [1 << 22, 0o2000],
  [1 << 20, 0o1000],
] as const;

/** The twelve permission bits of st_mode, of a mode as Go's tools write it. */
export const permissionsOf = (mode: number): number =>
  BITS.reduce((all, [go, posix]) => (mode & go ? all | posix : all), mode & 0o777);

/** Nanoseconds since the epoch, of a time as Go's tools write it (RFC 3339 with up to nine decimals, any offset). */
export function nanosecondsOf(time: string): bigint {
  const [, seconds = '', fraction = '', offset = ''] = /^(.*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(time) ?? [];
  return BigInt(Date.parse(seconds + offset)) * 1_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9));
}
