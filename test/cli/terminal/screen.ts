/** What stands on a terminal after it was sent all of a text, line by line: the few sequences that the command sends. */
export function screenOf(sent: string, columns: number): string {
  const lines: string[] = [''];
  let [row, column] = [0, 0];
  const at = () => lines[row] ?? '';
  const put = (character: string) => {
    if (column === columns) down();
    lines[row] = at().padEnd(column).slice(0, column) + character + at().slice(column + 1);
    column += 1;
  };
  const down = () => {
    row += 1;
    column = 0;
    lines[row] ??= '';
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a terminal acts on
  for (const [token, count, action] of sent.matchAll(/\u001b\[\??([\d;]*)([A-Za-z])|\r|\n|[^\u001b]/gu)) {
    const times = Number(count) || 1;
    if (token === '\n') down();
    else if (token === '\r') column = 0;
    else if (action === undefined) put(token);
    else if (action === 'A') row = Math.max(0, row - times);
    else if (action === 'B') row += times;
    else if (action === 'G') column = times - 1;
    else if (action === 'K') lines[row] = count === '2' ? '' : at().slice(0, column);
    else if (action === 'J') lines.splice(row, lines.length, at().slice(0, column));
  }
  return `${lines
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd()}\n`;
}
