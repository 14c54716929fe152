/** Request line and headers, with the empty line behind them. Throws for what would be read as another line. */
export function requestHead(method: string, target: string, headers: Record<string, string>): string {
  const lines = [`${method} ${target} HTTP/1.1`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  for (const line of lines)
    if (/[\r\n\0]/.test(line)) throw new Error(`A line of the request ${method} has a line end in it.`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
