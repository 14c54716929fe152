import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { hubNow } from '../../api/call.ts';
import type { ListedSchedule } from '../../api/types.ts';
import { en } from '../../texts/en.ts';
import { hourAndMinute, monthAndYear, weekdays } from '../../texts/format.ts';
import { type DayTimes, weeksOf } from './month-times.ts';

/** Of one day, more help nobody. */
const SHOWN = 3;

/** A month, this one first, with the times of all schedules, in the reader's zone. */
export function Month({ schedules }: { schedules: readonly ListedSchedule[] }) {
  const today = new Date(hubNow());
  const [ahead, turn] = useState(0);
  const shown = ahead === 0 ? today : new Date(today.getFullYear(), today.getMonth() + ahead, 1);
  return (
    <SpaceBetween size="xs">
      <SpaceBetween size="xs" direction="horizontal">
        <Button iconName="angle-left" ariaLabel={en.schedules.earlier} onClick={() => turn(ahead - 1)} />
        <Button iconName="angle-right" ariaLabel={en.schedules.later} onClick={() => turn(ahead + 1)} />
      </SpaceBetween>
      <Table schedules={schedules} month={shown} today={ahead === 0 ? today.getDate() : 0} />
    </SpaceBetween>
  );
}

interface TableProps {
  schedules: readonly ListedSchedule[];
  month: Date;
  /** Day of the month; 0 when it is another month. */
  today: number;
}

function Table({ schedules, month, today }: TableProps) {
  return (
    <table className="month">
      <caption>{en.schedules.month(monthAndYear(month))}</caption>
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
        {weeksOf(schedules, month).map((week) => (
          <tr key={week.map(({ day }) => day).join(' ')}>
            {week.map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its weekday
              <Day key={at} cell={cell} today={today} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const Day = ({ cell: { day, times }, today }: { cell: DayTimes; today: number }) => (
  <td {...(day > 0 && day === today ? { className: 'today', 'aria-current': 'date' as const } : {})}>
    {day > 0 ? day : null}
    {times.slice(0, SHOWN).map(({ name, at }) => (
      <div key={name + at.toISOString()}>{en.schedules.inMonth(hourAndMinute(at), name)}</div>
    ))}
    {times.length > SHOWN ? <div>{en.schedules.more(times.length - SHOWN)}</div> : null}
  </td>
);
