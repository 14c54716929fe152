import type { RouteChecks } from '../../core/serve/api/schemas.ts';
import { table } from '../table.ts';

type Check = RouteChecks['checks'][number];

/** Columns of a terminal that nobody has to widen. */
const WIDTH = 100;
/** Names differ at their ends, so it is the beginning that goes: `…/kubeferry-source-us-east-1`. */
const LONGEST_THING = 36;
const LONGEST_FOUND = 28;

/** A table of all checks, and below it, for each that is not ok, what that means and how it is fixed. */
export function printChecks({ route, broken, checks }: RouteChecks): string {
  const rows = checks.map(({ check, status, thing, found }) => [
    check,
    status,
    thing.length > LONGEST_THING ? `…${thing.slice(1 - LONGEST_THING)}` : thing,
    found.length > LONGEST_FOUND ? `${found.slice(0, LONGEST_FOUND - 1)}…` : found,
  ]);
  const worth = checks.filter(({ status }) => status !== 'ok');
  return [
    table(['check', 'status', 'thing', 'found'], rows),
    ...worth.map(explained),
    '',
    `Route ${route}: ${verdict(broken, worth)}`,
    '',
  ].join('\n');
}

function verdict(broken: number, worth: Check[]): string {
  const count = (status: Check['status']) => worth.filter((each) => each.status === status).length;
  const others = (['warning', 'unknown'] as const).filter((status) => count(status) > 0);
  const rest = others.map((status) => `${count(status)} ${status}`).join(', ');
  const head = broken > 0 ? `${broken} broken` : 'nothing is broken';
  return `${rest ? `${head}, ${rest}` : head}.`;
}

/** A fix is never broken into lines: it is there to be copied. */
function explained({ check, status, thing, sentence, fix }: Check): string {
  const head = wrapped(`${check} is ${status} (${thing}): ${sentence}`);
  return `\n${head}${fix ? `\n    ${fix}` : ''}`;
}

function wrapped(text: string): string {
  const lines: string[] = [];
  let line = ' ';
  for (const word of text.split(/\s+/)) {
    if (line.length > 2 && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = ' ';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}
