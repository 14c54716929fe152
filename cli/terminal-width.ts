/** Columns of the terminal that shows the output; Infinity where it goes into a file or a pipe, whose lines nobody breaks. */
export const columnsOf = (stream: NodeJS.WriteStream): number =>
  stream.isTTY && stream.columns > 0 ? stream.columns : Number.POSITIVE_INFINITY;

/** What is there to be copied is never broken into lines. */
const COPIED = /\b(?:kubeferry|kubectl|aws) |https?:\/\/|^\s*[\w./:-]*$/;
/** A row of a table has gaps within it. */
const ROW = /\S {2,}\S/;

/** The text with its sentences broken between words where they are longer than a line, further in than they began. */
export function fitted(text: string, columns: number): string {
  if (columns === Number.POSITIVE_INFINITY) return text;
  return text
    .split('\n')
    .flatMap((line) =>
      line.length < columns || COPIED.test(line) || ROW.test(line.trim()) ? [line] : wrapped(line, columns),
    )
    .join('\n');
}

/** A word that is longer than a line of its own stays where it is: the terminal breaks it, and copies it whole. */
function wrapped(line: string, columns: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.trim().split(' ')) {
    const further = current === '' ? `${indent}${word}` : `${current} ${word}`;
    const next = `${indent}  ${word}`;
    const isTooLong = further.length >= columns && next.length < columns && current !== '';
    if (isTooLong) lines.push(current);
    current = isTooLong ? next : further;
  }
  return [...lines, current];
}
