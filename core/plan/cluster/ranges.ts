/** Whether two ranges of IPv4 addresses, such as `10.0.0.0/16`, have an address in common. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [one, other].map(rangeOf) as [Range, Range];
  return a.from < b.from + b.size && b.from < a.from + a.size;
}

interface Range {
  from: number;
  size: number;
}

function rangeOf(cidr: string): Range {
  const [address = '', bits = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { from: Math.floor(value / size) * size, size };
}
