/** Loaded before the command: its output goes into a file, and it takes that for a terminal of TERMINAL_COLUMNS. */
const columns = Number(process.env.TERMINAL_COLUMNS);
for (const stream of [process.stdout, process.stderr])
  Object.assign(stream, { isTTY: true, columns, rows: 40, getColorDepth: () => 1, hasColors: () => false });
Object.assign(process.stdin, { isTTY: true, setRawMode: () => process.stdin });
