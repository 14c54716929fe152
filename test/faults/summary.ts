import { table } from '../../cli/table.ts';
import { nameOf, type Played, type Result } from './play.ts';

const ENDS = ['done', 'undone', 'told', 'wrong'] as const;

/** How each flow bore each kind of fault, every case that did not end as it may, and the whole in one line. */
export function summaryOf({ cases, right, minutes, played, missed }: Result): string {
  const groups = Map.groupBy([...played, ...missed], ({ flow, kind }) => `${flow}, ${kind}`);
  const rows = [...groups].map(([name, all]) => {
    const of = all.filter((each): each is Played => 'verdict' in each);
    const counts = ENDS.map((end) => of.filter(({ verdict }) => verdict.end === end).length);
    const good = of.length - counts.at(-1)!;
    return [name, `${good}/${all.length}`, ...counts.map(String), String(of.filter(isUnmet).length)];
  });
  const wrong = played.filter(({ verdict }) => verdict.end === 'wrong');
  return [
    table(['flow and fault', 'right', ...ENDS, 'not met'], rows),
    '',
    ...wrong.map((each) => `  ${nameOf(each)}: ${each.verdict.said}`),
    ...missed.map((each) => `  ${nameOf(each)}: not reached in time; play it with --only, or give it more --minutes`),
    `${right} of ${cases} ended as they may, in ${minutes.toFixed(1)} minutes.`,
  ].join('\n');
}

/** The run did not make the call this time: nothing was tried. */
const isUnmet = ({ verdict }: Played) => verdict.met === false;
