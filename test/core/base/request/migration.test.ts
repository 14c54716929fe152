import { expect, it } from 'vitest';
import { refuseFarCutOver } from '../../../../core/base/request/migration.ts';
import { parseRequest } from '../../../../core/base/request/parse-request.ts';
import { problemsOf as problemsIn } from './problems-of.ts';

const route = { name: 'prod-to-dev', defaults: {}, limits: {}, mayQuiesce: false };

const problemsOf = (input: unknown, on = route as Parameters<typeof parseRequest>[1]) => problemsIn(input, on);

const NOW = '2026-05-01T20:00:00Z';
const at = (cutOver: string) => refuseFarCutOver({ migrate: { cutOver, maxDowntimeMinutes: 15 } }, NOW);

it('takes a cut-over within seven days', () => {
  for (const cutOver of ['now', 'on-approval', '2026-05-01T20:01:00Z', '2026-05-08T22:00:00+02:00']) at(cutOver);
  refuseFarCutOver({}, NOW);
});

it('refuses a time that is over, or further ahead than a run waits, with what it takes', () => {
  expect(() => at('2026-05-01T19:59:59Z')).toThrow(/is over; name a time within 7 days, "now" or "on-approval"/);
  expect(() => at('2026-05-08T20:00:01Z')).toThrow(/more than 7 days ahead/);
});

it('means all that a cut-over needs by a migration in rounds, and takes no other time for it', () => {
  const open = { ...route, mayQuiesce: true };
  const asked = { migrate: { cutOver: 'on-approval' }, selection: { namespaces: ['shop'] } };
  expect(parseRequest(asked, open)).toMatchObject({
    profile: 'migrate',
    cutOver: true,
    quiesce: { scaleToZero: true },
    migrate: { cutOver: 'on-approval', maxDowntimeMinutes: 15 },
  });
  expect(problemsOf(asked)).toMatchObject({ cutOver: expect.stringContaining('mayQuiesce is off') });
  expect(problemsOf({ ...asked, cutOver: false }, open)).toEqual({
    cutOver: expect.stringContaining('leave "cutOver" out'),
  });
  expect(problemsOf({ ...asked, migrate: { cutOver: 'tonight' } }, open)['migrate.cutOver']).toContain('"on-approval"');
});
