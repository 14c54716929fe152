/** What was unpacked `offset` bytes before, once more: it may reach into what has just been copied. */
export function repeat(plain: Buffer, to: number, offset: number, length: number): void {
  if (offset >= length) plain.copyWithin(to, to - offset, to - offset + length);
  else for (let at = to; at < to + length; at++) plain[at] = plain[at - offset]!;
}
