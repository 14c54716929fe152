import { styleText } from 'node:util';
import { stripControls } from '../core/base/outside/strip-controls.ts';

type Style = Parameters<typeof styleText>[0];

const GOOD: Style = 'green';
const BAD: Style = ['red', 'bold'];
const LOOK: Style = 'yellow';

/** What has a colour, by where it stands in what the command prints: marks of steps, severities, and words of results. */
const RULES: readonly [RegExp, Style][] = [
  [/(?<=^ *|^\S+Z )✓/gm, GOOD],
  [/(?<=^ *|^\S+Z )✗/gm, BAD],
  [/(?<=^ *)■/gm, LOOK],
  [/(?<=^ {2})blocker(?=: )/gm, BAD],
  [/(?<=^ {2})warning(?=: )/gm, LOOK],
  [/(?<=^(?:\S+ )?\S+: )(?:SUCCEEDED|PLANNED|ready)\b/gm, GOOD],
  [/(?<=^(?:\S+ )?\S+: )(?:FAILED|TIMED_OUT|blocked)\b/gm, BAD],
  [/(?<=^(?:\S+ )?\S+: )(?:RUNNING|ABORTED|SKIPPED|waiting for approval)\b/gm, LOOK],
  // Cells of tables.
  [/(?<= {2})(?:succeeded|ok)(?= {2}|,|$)/gm, GOOD],
  [/(?<= {2})(?:failed(?: \(\w+\))?|blocked|out of time|broken|NO)(?= {2}|,|$)/gm, BAD],
  [/(?<= {2})(?:stopped|waiting for approval|warning|unknown)(?= {2}|,|$)/gm, LOOK],
  [/^Proven(?=:)/gm, GOOD],
];

/**
 * Text for people as it may go onto the stream: without anything that a terminal acts on, but for colours of our own where
 * the stream shows them. Node heeds NO_COLOR, FORCE_COLOR, and whether it is a terminal.
 */
export function coloured(text: string, stream: NodeJS.WriteStream): string {
  const plain = stripControls(text);
  // Asked once: a stream that takes no colours gets the text as it is.
  if (styleText('red', '.', { stream }) === '.') return plain;
  return RULES.reduce(
    (shown, [pattern, style]) => shown.replaceAll(pattern, (word) => styleText(style, word, { stream })),
    plain,
  );
}

/** `--no-color` anywhere before `--` is NO_COLOR=1, of whatever command. Answers the arguments without it. */
export function withoutColourFlag(argv: readonly string[], env: NodeJS.ProcessEnv): string[] {
  const end = argv.indexOf('--');
  const kept = argv.filter((word, at) => word !== '--no-color' || (end >= 0 && at > end));
  if (kept.length < argv.length) {
    env.NO_COLOR = '1';
    delete env.FORCE_COLOR;
  }
  return kept;
}
