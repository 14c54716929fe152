import type { Run } from './client.ts';
import { isUnderWay, shownPercent, timeLeft, type Volume } from './volume-lines.ts';

const WIDEST_BAR = 30;
const NARROWEST_BAR = 6;

/** A bar for each volume under way, at most `rows` lines; what does not fit is counted. */
export function barsOf({ volumes = [] }: Run, { columns, rows }: { columns: number; rows: number }): string[] {
  const underWay = volumes.filter(isUnderWay);
  const shown = underWay.length > rows ? underWay.slice(0, Math.max(0, rows - 1)) : underWay;
  const more = underWay.length - shown.length;
  const lines = shown.map((volume) => barLine(volume, widthsOf(shown, columns)));
  return [...lines, ...(more > 0 && rows > 0 ? [`  … and ${more} more under way`] : [])];
}

/** Indent, stage, percent, time left, and the spaces between. */
const FIXED = 2 + 1 + 8 + 1 + 1 + 5 + 1 + 8;

function widthsOf(volumes: readonly Volume[], columns: number): { claim: number; bar: number } {
  const room = columns - FIXED;
  const longest = Math.max(...volumes.map(({ claim }) => claim.length));
  const claim = Math.max(NARROWEST_BAR, Math.min(longest, room - NARROWEST_BAR));
  const bar = Math.min(WIDEST_BAR, room - claim);
  return { claim, bar: bar < NARROWEST_BAR ? 0 : bar };
}

function barLine(volume: Volume, width: { claim: number; bar: number }): string {
  const percent = shownPercent(volume);
  const full = Math.floor((percent * width.bar) / 100);
  const cells = [
    endOf(volume.claim, width.claim).padEnd(width.claim),
    volume.stage.padEnd(8),
    ...(width.bar > 0 ? ['█'.repeat(full) + '░'.repeat(width.bar - full)] : []),
    `${percent} %`.padStart(5),
    timeLeft(volume),
  ];
  return `  ${cells.join(' ')}`.trimEnd();
}

/** Names differ at their ends, so it is the beginning that goes. */
const endOf = (text: string, length: number) => (text.length > length ? `…${text.slice(1 - length)}` : text);
