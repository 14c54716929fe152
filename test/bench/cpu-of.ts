import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of /proc are hundredths of a second on Linux (sysconf(_SC_CLK_TCK)). */
const TICK_MS = 10;

/** The process that was started with this argument; undefined where there is no /proc, or no such process. */
export function processWith(argument: string): string | undefined {
  return listOf('/proc').find(
    (pid) => /^\d+$/.test(pid) && textOf(`/proc/${pid}/cmdline`).split('\0').includes(argument),
  );
}

/** Milliseconds of CPU that a process has used so far (proc_pid_stat(5): utime and stime, counted from after the name). */
export function cpuOf(pid: string): number {
  const fields = textOf(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function listOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Processes that this one has started, by the names of their programs. */
export const childrenNamed = (names: RegExp): number[] =>
  listOf('/proc')
    .filter((pid) => /^\d+$/.test(pid) && names.test(textOf(`/proc/${pid}/cmdline`).split('\0')[0] ?? ''))
    .filter((pid) => parentOf(pid) === process.pid)
    .map(Number);

const parentOf = (pid: string) =>
  Number(
    textOf(`/proc/${pid}/stat`)
      .replace(/^.*\) /s, '')
      .split(' ')[1],
  );
