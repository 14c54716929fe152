import { describe, expect, it } from 'vitest';
import { MADE_AGAIN } from '../../../core/reporting/made-again.ts';
import type { Report } from '../../../core/reporting/report.ts';
import { reportPage } from '../../../core/reporting/report-page.ts';
import { RULES } from '../../../core/translate/rules.ts';

const ref = (kind: string, name: string) => ({ apiVersion: 'v1', kind, namespace: 'shop', name });
const changed = (name: string, ...rules: string[]) => ({
  ref: ref('Service', name),
  outcome: 'apply' as const,
  findings: [],
  changes: rules.map((rule) => ({ rule, op: 'remove' as const, path: '/a' })),
});
const dropped = (kind: string, name: string, rule: string, reason: string) => ({
  ref: ref(kind, name),
  outcome: 'drop' as const,
  rule,
  reason,
  findings: [],
  changes: [],
});
const volume = (claim: string) => ({ claim, sizeGiB: 2, strategy: 'copy-blocks', targetVolumeId: `vol-${claim}` });

const report = {
  cloneId: 'clone-1',
  route: { name: 'prod-to-dev', source: 'prod in account 222233334444', target: 'dev in account 444455556666' },
  status: 'SUCCEEDED',
  askedBy: 'schedule nightly',
  startedAt: '2026-11-22T10:00:00Z',
  endedAt: '2026-11-22T10:04:10Z',
  planHash: 'c4acd44e',
  minutes: 6,
  objects: { selected: 5, applied: 2, dropped: 3, blocked: 0, skipped: 0, failed: 0 },
  volumes: [volume('a'), volume('b')],
  findings: [],
  translations: [
    changed('web', 'strip-server-fields', 'map-hosts'),
    changed('api', 'strip-server-fields'),
    dropped('Pod', 'web-1', 'drop-owned-objects', 'ReplicaSet web makes it again'),
    dropped('Endpoints', 'web', 'drop-endpoints-of-selectors', 'the target finds its endpoints itself'),
    dropped('Job', 'import', 'drop-finished-work', 'the Job is finished (Complete); it would run again'),
  ],
  results: [],
  steps: [{ step: 'plan-clone', startedAt: '2026-11-22T10:00:00Z', endedAt: '2026-11-22T10:00:30Z' }],
  dollars: 0.42,
} as unknown as Report;
const pageOf = (more: Partial<Report> = {}) => reportPage({ ...report, ...more });
/** As one reads it, without tags. */
const read = (page: string) =>
  page
    .replace(/<style>[\s\S]*<\/style>/, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const finding = (severity: 'blocker' | 'warning', sentence: string, more = {}) => ({
  severity,
  object: ref('Pod', 'db'),
  path: '',
  rule: 'r',
  sentence,
  ...more,
});
const failure = { error: 'ApplyFailed', sentence: 'The webhook refused it.', problems: [] };

describe('the first line answers whether it arrived', () => {
  it.each<[string, Partial<Report>, string]>([
    ['well', {}, 'It arrived: 2 objects and 2 volumes with their data are in dev in account 444455556666'],
    [
      'by handing volumes over',
      { volumes: ['a', 'b'].map((claim) => ({ ...volume(claim), strategy: 'hand-over' })) as Report['volumes'] },
      'verified against the plan. The data is on the very volumes of the source, which has no other copy of it.',
    ],
    [
      'by handing one of two over',
      { volumes: [volume('a'), { ...volume('b'), strategy: 'hand-over' }] as Report['volumes'] },
      'The data of 1 of these is on the very volume of the source',
    ],
    ['a plan', { status: 'PLANNED' }, 'A clone can be made. The plan changed nothing.'],
    ['blocked', { status: 'PLANNED', findings: [finding('blocker', 'No.')] }, 'would be refused, for 1 blocker.'],
    ['failed early', { status: 'FAILED', failure }, 'did not arrive: the run ended before anything was made'],
    ['without a plan', { status: 'FAILED', failure, planHash: undefined }, 'the run ended before there was a plan'],
    [
      'undone',
      { status: 'FAILED', failure, results: [{}] as Report['results'] },
      'had made in the target is gone again.',
    ],
    ['not undone', { status: 'FAILED', failure, rollBackFailure: failure }, 'its roll-back is incomplete'],
    ['skipped', { status: 'SKIPPED', notDue: 'The run before goes on.' }, 'nothing had to be: The run before goes on.'],
  ])('%s', (_, more, words) => {
    const text = read(pageOf(more));
    expect(text).toContain(words);
    expect(text.indexOf(words)).toBeLessThan(text.indexOf('Asked for by schedule nightly.'));
  });
});

it('counts no volume as copied that was handed over', () => {
  const volumes = [volume('a'), { ...volume('b'), strategy: 'hand-over' }] as Report['volumes'];
  expect(read(pageOf({ volumes }))).toMatch(/ 1 of 2 volumes copied 1 handed over /);
  expect(read(pageOf())).not.toContain('handed over');
});

it('answers what changed, what to do, how long and how much before any list, and the timeline after them', () => {
  const text = read(pageOf());
  const order = [
    'It arrived',
    '4 min 10 s',
    '$0.42',
    'What there is to do',
    'What has changed',
    'Volumes',
    'Findings',
    'Timeline',
  ];
  const places = order.map((words) => text.indexOf(words));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

it('counts as left behind what could be missed, and apart from it what the target makes for itself', () => {
  const page = pageOf();
  expect(page).toContain('<b>1</b><span>objects left behind</span>');
  expect(read(page)).toMatch(/1 not copied; 2 more the target makes for itself/);
  expect(read(page)).toMatch(/it would run again.*2 objects more, which the target makes for itself/);
});

it('knows the rules that leave out what is made again by the names that they have', () => {
  const names = RULES.map(({ name }) => name);
  expect(MADE_AGAIN.filter((name) => !names.includes(name))).toEqual([]);
});

it('says how many objects each rule has changed', () => {
  expect(read(pageOf())).toMatch(/2 objects were copied: 1 as at the source, 1 changed\..*map hosts 1/);
});

describe('what there is to do', () => {
  const todo = (more: Partial<Report>) =>
    /What there is to do<\/h2>([\s\S]*?)<\/section>/.exec(pageOf(more))?.[1] ?? '';

  it.each<[string, Partial<Report>, string]>([
    ['nothing', {}, 'Nothing.'],
    ['a warning', { findings: [finding('warning', 'Look.')] }, '<a href="#findings">1 warning</a>'],
    ['a way out', { findings: [finding('warning', 'Calls.', { reachesOut: true })] }, '<a href="#reach">1 way</a>'],
    ['a start', { starts: [{ ref: ref('Pod', 'x'), patch: '{}' }] }, 'kubeferry start prod-to-dev clone-1'],
    ['a failure', { status: 'FAILED', failure }, 'kubeferry clone prod-to-dev --repeat clone-1'],
    ['a roll-back', { status: 'FAILED', failure, rollBackFailure: failure }, 'kubeferry rollback prod-to-dev clone-1'],
    ['a clean-up', { left: failure }, 'kubeferry clean-up prod-to-dev clone-1'],
    ['an end', { expiresAt: '2026-11-25T10:00:00Z' }, 'before 2026-11-25T10:00:00Z'],
  ])('%s', (_, more, words) => expect(todo(more)).toContain(words));

  it('points only to sections that there are', () => {
    const all: Partial<Report>[] = [
      { findings: [finding('warning', 'Look.'), finding('warning', 'Calls.', { reachesOut: true })] },
      {
        status: 'FAILED',
        failure,
        rollBackFailure: failure,
        kept: [{ at: 'Namespace shop', why: 'Others.' }] as Report['kept'],
      },
      { left: failure, results: [{ ref: ref('Pod', 'x'), result: 'skipped' }] as unknown as Report['results'] },
    ];
    for (const more of all) {
      const page = pageOf(more);
      const targets = [...page.matchAll(/href="#([\w-]+)"/g)].map(([, id]) => id);
      expect(targets.length).toBeGreaterThan(1);
      for (const id of targets) expect(page).toContain(`id="${id}"`);
    }
  });
});

it('says a sentence once: a blocker is not also left behind, nor the reason of a skip a note', () => {
  const blocked = { ...dropped('Pod', 'db', 'r', 'Needs a class.'), outcome: 'block' as const };
  const page = pageOf({ status: 'FAILED', translations: [blocked], findings: [finding('blocker', 'Needs a class.')] });
  expect(page.split('Needs a class.')).toHaveLength(2);
  expect(pageOf({ status: 'SKIPPED', notDue: 'Not now.' }).split('Not now.')).toHaveLength(2);
});

/** Relative luminance and contrast (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). */
const luminance = (hex: string) => {
  const full = hex.length === 4 ? hex.replaceAll(/[0-9a-f]/g, (digit) => digit + digit) : hex;
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(full.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string) => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

describe('the way of a volume', () => {
  it('has beside its reason why it was no other, and nothing where an earlier version planned it', () => {
    const others = [{ strategy: 'share-and-copy', why: 'it is encrypted under aws/ebs' }];
    const volumes = [{ ...report.volumes[0]!, others }];
    expect(read(pageOf({ volumes }))).toContain('why not otherwise share-and-copy: it is encrypted under aws/ebs.');
    expect(read(pageOf())).not.toContain('why not otherwise');
  });
});

describe('colours by day and by night', () => {
  const [day = '', night = ''] = [...pageOf().matchAll(/:root\{([^}]*)\}/g)].map(([, all]) => all);
  const colour = (theme: string, name: string) => new RegExp(`--${name}:(#[0-9a-f]+)`).exec(theme)?.[1] ?? '';

  it('change with what the reader prefers, on a screen only', () => {
    expect(pageOf()).toContain('@media screen and (prefers-color-scheme:dark)');
    expect(pageOf()).toContain('<meta name="color-scheme" content="light dark">');
  });

  it.each(['fg', 'quiet', 'blue', 'red', 'amber', 'green'])('let %s be read (WCAG AA)', (name) => {
    for (const theme of [day, night])
      for (const ground of ['bg', 'soft'])
        expect(contrast(colour(theme, name), colour(theme, ground)), `${name} on ${ground}`).toBeGreaterThan(4.5);
  });

  it.each(['quiet', 'blue', 'red', 'green'])('let a badge on %s be read', (ground) => {
    for (const theme of [day, night]) expect(contrast(colour(theme, 'on'), colour(theme, ground))).toBeGreaterThan(4.5);
    expect(pageOf()).toContain('color:var(--on)');
  });
});
