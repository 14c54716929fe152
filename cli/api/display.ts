import { createLogUpdate } from 'log-update';
import { isOver } from '../../core/base/ports/runs.ts';
import { coloured } from '../colour.ts';
import type { Run } from './client.ts';
import { drawRun } from './draw-run.ts';
import { stepPrinter, tree, waitingPrinter } from './follow.ts';
import { countVolumes, verifiedPrinter } from './volume-lines.ts';

/** Shows a run while it goes on. */
export interface Display {
  show(run: Run): void;
  /** Nothing is shown any more, and the terminal is as it was; may be called again. */
  stop(): void;
}

/** Drawn in place on a terminal, and else line by line: a log keeps every line that it was ever sent. */
export const displayOn = (stream: NodeJS.WriteStream): Display =>
  stream.isTTY && process.env.TERM !== 'dumb'
    ? inPlace(stream)
    : byLines((text) => void stream.write(coloured(text, stream)));

/** A line for each step that has ended and each volume that is verified. */
export function byLines(write: (text: string) => void): Display {
  const printers = [verifiedPrinter(write), stepPrinter(write), waitingPrinter(write)];
  return {
    show: (run) => {
      for (const print of printers) print(run);
    },
    stop: () => {},
  };
}

/** What is under way is drawn again with each answer; when it is over, all steps stay on the terminal. */
function inPlace(stream: NodeJS.WriteStream): Display {
  const log = createLogUpdate(stream);
  // Not by the drawing, which breaks a long line in two: there is a command in it to be copied.
  const waiting = waitingPrinter((text) => {
    log.clear();
    stream.write(coloured(text, stream));
  });
  let stopped = false;
  const stop = () => {
    if (!stopped) log.done();
    stopped = true;
  };
  return {
    stop,
    show(run) {
      if (stopped) return;
      waiting(run);
      if (!isOver(run))
        return log(coloured(drawRun(run, { columns: stream.columns, rows: stream.rows }).join('\n'), stream));
      log.clear();
      stop();
      const count = countVolumes(run);
      stream.write(coloured(`${tree(run.steps)}${count ? `\n  ${count}\n` : ''}`, stream));
    },
  };
}
