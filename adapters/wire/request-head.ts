/**
 * Request line and headers, with the empty line behind them. Throws for what would be read as another line or another target: in
 * latin1, as heads are sent, each character beyond it is cut to its last byte, which may be a line end.
 */
export function requestHead(method: string, target: string, headers: Record<string, string>): string {
  const lines = [`${method} ${target} HTTP/1.1`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  for (const line of lines)
    if (!/^[\t\x20-\x7e]*$/.test(line))
      throw new Error(`A line of the request ${method} has a line end in it, or another character that no head has.`);
  if (/\s/.test(target)) throw new Error(`The target of the request ${method} has a space in it.`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
