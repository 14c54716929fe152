import type { Month } from '../../api/types.ts';
import { en } from '../../texts/en.ts';
import { dollars, monthAndYear, shortMonth } from '../../texts/format.ts';

/** What each month has cost, the oldest first, as columns; the table beside it has the same in words. */
export function Chart({ route, months }: { route: string; months: readonly Month[] }) {
  const inOrder = months.toReversed();
  const most = inOrder.reduce((found, month) => (month.dollars > found.dollars ? month : found), inOrder[0]!);
  return (
    <figure
      className="chart"
      role="img"
      aria-label={en.costs.chart(route, monthAndYear(middleOf(most)), dollars(most.dollars))}
    >
      {inOrder.map((month) => (
        <div key={month.month}>
          <span>{dollars(month.dollars)}</span>
          <svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <Column share={most.dollars > 0 ? month.dollars / most.dollars : 0} />
          </svg>
          <span>{shortMonth(middleOf(month))}</span>
        </div>
      ))}
    </figure>
  );
}

/** A month that has cost something has a column that can be seen. */
function Column({ share }: { share: number }) {
  const height = share > 0 ? Math.max(share * 100, 1) : 0;
  return <rect x="0" y={100 - height} width="10" height={height} />;
}

/** By any time zone the same month. */
const middleOf = ({ month }: Month) => new Date(`${month}-15T12:00:00Z`);
