import { hubNow } from '../../api/call.ts';
import type { ListedSchedule } from '../../api/types.ts';
import { en } from '../../texts/en.ts';
import { hourAndMinute, monthAndYear, weekdays } from '../../texts/format.ts';
import { type DayTimes, weeksOf } from './month-times.ts';

/** Of one day, more help nobody. */
const SHOWN = 3;

/** This month, with the times of all schedules, in the reader's zone. */
export function Month({ schedules }: { schedules: readonly ListedSchedule[] }) {
  const now = new Date(hubNow());
  return (
    <table className="month">
      <caption>{en.schedules.month(monthAndYear(now))}</caption>
      <thead>
        <tr>
          {weekdays().map((day) => (
            <th key={day} scope="col">
              {day}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(schedules, now).map((week) => (
          <tr key={week.map(({ day }) => day).join(' ')}>
            {week.map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its weekday
              <Day key={at} cell={cell} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const Day = ({ cell: { day, times } }: { cell: DayTimes }) => (
  <td>
    {day > 0 ? day : null}
    {times.slice(0, SHOWN).map(({ name, at }) => (
      <div key={name + at.toISOString()}>{en.schedules.inMonth(hourAndMinute(at), name)}</div>
    ))}
    {times.length > SHOWN ? <div>{en.schedules.more(times.length - SHOWN)}</div> : null}
  </td>
);
