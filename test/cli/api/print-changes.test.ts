import { describe, expect, it } from 'vitest';
import type { Client } from '../../../cli/api/client.ts';
import { findObjects } from '../../../cli/api/objects.ts';
import { printChange } from '../../../cli/api/print-change.ts';
import { printChanges } from '../../../cli/api/print-changes.ts';
import type { ObjectView } from '../../../core/serve/api/object-schemas.ts';

const NONE = { objects: 0, outcome: {}, kind: {}, namespace: {}, rule: {}, severity: {}, result: {} };
const UID = { rule: 'strip-server-fields', op: 'remove', path: '/metadata/uid', before: 'u', routine: true } as const;
const REPLICAS = { rule: 'start-scaled-down', op: 'replace', path: '/spec/replicas', before: 3, after: 0 } as const;

const object = (kind: string, name: string, more: Partial<ObjectView> = {}): ObjectView => ({
  ref: { apiVersion: 'v1', kind, namespace: 'shop', name },
  outcome: 'apply',
  changes: [UID],
  findings: [],
  ...more,
});
const ALL = [
  object('Deployment', 'web', { changes: [UID, REPLICAS] }),
  object('Deployment', 'api'),
  object('ConfigMap', 'settings'),
  object('Pod', 'web-1', { outcome: 'drop', reason: 'its owner makes it', changes: [] }),
  object('Claim', 'odd', { outcome: 'block', reason: 'its volume is on NFS', changes: [] }),
];
const found = (objects: ObjectView[], more = false) => ({
  of: 'plan' as const,
  facets: { ...NONE, objects: objects.length, outcome: { apply: 3, drop: 1, block: 1 } },
  objects,
  more,
});

describe('what a plan does to objects', () => {
  it('is told with counts first, each change by its rule, and in one line what stays as it is', () => {
    expect(printChanges(found(ALL)).trim().split('\n')).toEqual([
      'Objects: 3 to apply, 1 blocked, 1 left behind',
      '',
      '  changed by         objects',
      '  -----------------  -------',
      '  start-scaled-down  1',
      '',
      'In shop',
      '  ~ Deployment web',
      '      start-scaled-down',
      '        ~ /spec/replicas: 3 -> 0',
      '',
      '2 as at the source: 1 Deployment, 1 ConfigMap',
      '',
      'Blocked: 1',
      '  1: its volume is on NFS (Claim shop/odd)',
      '',
      'Left behind: 1',
      '  1: its owner makes it (Pod shop/web-1)',
    ]);
  });

  it('is told whole with --details', () => {
    const text = printChanges(found(ALL), { details: true });
    expect(text).toContain('- /metadata/uid: "u"');
    expect(text).toContain('~ ConfigMap settings');
  });

  it('says that there is more than is shown, and how to choose', () => {
    expect(printChanges(found(ALL, true))).toContain('Only the first 5 objects are shown: choose with');
  });

  it('says what came of an object once it was applied', () => {
    const failed = object('Deployment', 'web', { changes: [REPLICAS], result: 'failed', why: 'the quota is used up' });
    expect(printChanges({ ...found([failed]), of: 'run' })).toContain('~ Deployment web: failed, the quota is used up');
  });
});

describe('a changed field', () => {
  it.each([
    [{ op: 'add', path: '/spec/paused', after: true }, ['+ /spec/paused: true']],
    [{ op: 'remove', path: '/status' }, ['- /status']],
    [{ op: 'remove', path: '/a', before: 'x' }, ['- /a: "x"']],
    [
      { op: 'replace', path: '/data/url', before: 'x'.repeat(70), after: 'y' },
      ['~ /data/url', `    - "${'x'.repeat(70)}"`, '    + "y"'],
    ],
    [
      { op: 'add', path: '/spec', after: { names: ['a'.repeat(30), 'b'.repeat(30)] } },
      [
        '+ /spec',
        '    + {',
        '    +   "names": [',
        `    +     "${'a'.repeat(30)}",`,
        `    +     "${'b'.repeat(30)}"`,
      ].concat(['    +   ]', '    + }']),
    ],
  ] as const)('%j', (change, lines) => {
    expect(printChange(change, 0).split('\n')).toEqual(lines);
  });
});

describe('looking for objects', () => {
  /** An API with these pages. */
  const pages = (...all: ObjectView[][]) => {
    const asked: string[] = [];
    const client = {
      send: async ({ path = '' }) => {
        const next = Number(new URL(path, 'http://x').searchParams.get('next') ?? '0');
        asked.push(path);
        return {
          of: 'plan',
          objects: all[next],
          ...(next === 0 ? { facets: NONE } : {}),
          ...(next + 1 < all.length ? { next: String(next + 1) } : {}),
        };
      },
    } as unknown as Client;
    return { client, asked };
  };

  it('reads every page, and takes the one object that is named in full', async () => {
    const { client, asked } = pages([object('Deployment', 'web-2')], [object('Deployment', 'web')]);
    const { objects } = await findObjects(client, '/o', { onlyObject: 'Deployment/shop/web' });
    expect(objects.map(({ ref }) => ref.name)).toEqual(['web']);
    expect(asked[0]).toBe('/o?kind=Deployment&q=shop%2Fweb&limit=500');
  });

  it('takes a part of a name for all that have it', async () => {
    const { client, asked } = pages([object('Deployment', 'web-2')]);
    expect((await findObjects(client, '/o', { onlyObject: 'shop/web', rule: 'r' })).objects).toHaveLength(1);
    expect(asked).toEqual(['/o?rule=r&q=shop%2Fweb&limit=500']);
  });

  it('stops where nobody reads on, and says so', async () => {
    const { client, asked } = pages([object('A', 'a'), object('A', 'b')], [object('A', 'c')]);
    expect(await findObjects(client, '/o', {}, 1)).toMatchObject({ more: true, objects: [{ ref: { name: 'a' } }] });
    expect(asked).toHaveLength(1);
  });

  it('refuses what is no name of an object', async () => {
    await expect(findObjects(pages([]).client, '/o', { onlyObject: 'A/b/c/d' })).rejects.toThrow(
      '--only-object A/b/c/d: write Kind/namespace/name',
    );
  });
});
