import { BlockList } from 'node:net';

/** Whether two IPv4 ranges have an address in common: then an address of one is in the other. */
export function overlap(one: string, other: string): boolean {
  return holds(one, first(other)) || holds(other, first(one));
}

/** An address of the range, as it is written: ranges nest or are apart, so that any of the smaller one will do. */
const first = (cidr: string) => cidr.split('/')[0] ?? '';

function holds(cidr: string, address: string): boolean {
  const list = new BlockList();
  list.addSubnet(first(cidr), Number(cidr.split('/')[1] ?? 32), 'ipv4');
  return list.check(address, 'ipv4');
}
