import type { StepTime } from '../../base/run/step-times.ts';
import { type Html, html, plural } from './html.ts';

/** Units of the drawings' width. */
const WIDTH = 1000;
const HEIGHT = 16;
/** More would be hair lines; what has no lane of its own lies over another. */
const MOST_LANES = 6;

/** One line a step, from the first to the last moment of the run; what ran side by side lies in one line. */
export function timeline(steps: StepTime[]): Html {
  if (steps.length === 0) return html`<p class="quiet">No times were recorded.</p>`;
  const from = Math.min(...steps.map(({ startedAt }) => Date.parse(startedAt)));
  const to = Math.max(...steps.map(({ endedAt }) => Date.parse(endedAt)));
  const lines = [...Map.groupBy(steps, ({ step }) => step)];
  return html`<div class="timeline">
${lines.map(([step, times]) => line(step, times, from, Math.max(to - from, 1)))}
<div class="axis"><span></span><span class="ends"><span>0</span><span>${duration(to - from)}</span></span><span></span></div>
</div>`;
}

function line(step: string, times: StepTime[], from: number, whole: number): Html {
  const took = duration(timeAtWork(times));
  const bars = inLanes(times).map(({ startedAt, endedAt, subject, lane, lanes }) => {
    const x = ((Date.parse(startedAt) - from) / whole) * WIDTH;
    const width = Math.max(((Date.parse(endedAt) - Date.parse(startedAt)) / whole) * WIDTH, 4);
    const height = HEIGHT / lanes;
    const title = `${subject ?? step}: ${duration(Date.parse(endedAt) - Date.parse(startedAt))}`;
    return html`<rect x="${Math.min(x, WIDTH - width).toFixed(1)}" y="${(lane * height).toFixed(2)}" width="${width.toFixed(1)}" height="${(height * 0.85).toFixed(2)}"><title>${title}</title></rect>`;
  });
  const many = times.length > 1 && html` <small>×${times.length}</small>`;
  return html`<div class="step"><span>${step.replaceAll('-', ' ')}${many}</span>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${step}: ${plural(times.length, 'part')}, ${took}">${bars}</svg>
<span class="time">${took}</span></div>`;
}

/** Milliseconds in which some part of a step was at work: what ran side by side counts once, and pauses do not. */
function timeAtWork(times: StepTime[]): number {
  let [sum, until] = [0, Number.NEGATIVE_INFINITY];
  for (const { startedAt, endedAt } of times.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))) {
    const end = Date.parse(endedAt);
    sum += Math.max(0, end - Math.max(until, Date.parse(startedAt)));
    until = Math.max(until, end);
  }
  return sum;
}

/** What ran at the same time lies in different lanes of the line. */
function inLanes(times: StepTime[]): (StepTime & { lane: number; lanes: number })[] {
  const ends: string[] = [];
  const placed = times.map((time) => {
    const free = ends.findIndex((end) => end <= time.startedAt);
    const lane = free >= 0 ? free : ends.length < MOST_LANES ? ends.length : MOST_LANES - 1;
    ends[lane] = time.endedAt;
    return { ...time, lane };
  });
  return placed.map((time) => ({ ...time, lanes: ends.length }));
}

/** `850 ms`, `3.2 s`, `4 min 10 s`, `2 h 5 min`; rounded before it is split, so that no minute has 60 seconds. */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
