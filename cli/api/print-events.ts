import type { EventList } from '../../core/serve/api/event-schemas.ts';

const MARK = { began: '·', ended: '✓', waits: '…', failed: '✗' } as const;

/** `2026-11-22T10:00:01Z ✗ Plan clone: PlanBlocked: …`, a line each; of what is no step, the machine's name. */
export const printEvents = (events: EventList['events']): string =>
  events
    .map(({ at, kind, machine, step, sentence }) => {
      const time = at.replace(/\.\d+Z$/, 'Z');
      return `${time} ${MARK[kind]} ${step ?? machine}: ${sentence.replaceAll(/\s*\n\s*/g, ' ')}\n`;
    })
    .join('');
