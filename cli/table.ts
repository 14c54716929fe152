import { columnsOf } from './terminal-width.ts';

/**
 * Columns as wide as their widest cell; where a terminal has not room for that, each row as a list of its cells by their
 * heads.
 */
export function table(head: string[], rows: string[][], columns = columnsOf(process.stdout)): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const whole = 2 + widths.reduce((sum, width) => sum + width, 0) + 2 * (widths.length - 1);
  if (whole >= columns) return rows.map((row) => asList(head, row)).join('\n');
  const line = (cells: string[]) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** `shop/data-0`, and below it `  way: share-and-copy`: what has nothing in it is left out. */
function asList([first = '', ...heads]: string[], [title = '', ...cells]: string[]): string {
  const told = heads.flatMap((head, at) => (cells[at] ? [`    ${head}: ${cells[at]}`] : []));
  return [`  ${first ? `${first}: ` : ''}${title}`, ...told].join('\n');
}
