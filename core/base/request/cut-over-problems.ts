import type { Problem } from '../errors.ts';
import type { Request } from './request.ts';
import type { Route } from './route.ts';

/** What a cut-over needs besides itself: everything that is missing, at once. */
export function cutOverProblems(request: Request, route: Pick<Route, 'name' | 'mayQuiesce'>): Problem[] {
  if (!request.cutOver)
    return request.migrate
      ? [{ at: 'cutOver', message: 'A migration in rounds ends with a cut-over; leave "cutOver" out, or "migrate".' }]
      : [];
  const checks: [isWrong: boolean, Problem][] = [
    [
      !route.mayQuiesce,
      {
        at: 'cutOver',
        message: `Route "${route.name}" keeps the source read-only (mayQuiesce is off), so its source cannot be left at zero.`,
      },
    ],
    [
      request.profile !== 'migrate',
      {
        at: 'profile',
        message: 'A cut-over leaves the source at zero, and a clone stands beside it; set "profile": "migrate".',
      },
    ],
    [
      !request.quiesce.scaleToZero,
      {
        at: 'quiesce.scaleToZero',
        message: 'A cut-over begins with a source at zero; set "quiesce": {"scaleToZero": true}.',
      },
    ],
    [
      request.start === 'scaled-down',
      {
        at: 'start',
        message: 'A cut-over leaves the source at zero, so that the clone has to run; leave "start" out.',
      },
    ],
    [
      request.ttl !== undefined,
      { at: 'ttl', message: 'What the source was cut over to must not go away by itself; leave ttl out.' },
    ],
  ];
  return checks.flatMap(([isWrong, problem]) => (isWrong ? [problem] : []));
}
