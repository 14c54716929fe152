import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import type { KeyStore, Volume } from '../../../../core/base/ports/volume-storage.ts';
import { chooseStrategy } from '../../../../core/plan/volumes/choose-strategy.ts';
import { readSourceKeys } from '../../../../core/plan/volumes/read-source.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { ebsWorld } from '../../../memory/ebs-world.ts';
import { memoryKeyStore } from '../../../memory/key-store.ts';

const SOURCE = { account: '222233334444', region: 'us-east-1' };
const ELSEWHERE = { account: '444455556666', region: 'eu-west-1' };
const PLACES = {
  'same account, same Region': SOURCE,
  'same account, other Region': { ...SOURCE, region: ELSEWHERE.region },
  'other account, same Region': { ...ELSEWHERE, region: SOURCE.region },
  'other account, other Region': ELSEWHERE,
};
const arn = (account: string, id = '1234abcd-12ab-34cd-56ef-1234567890ab') =>
  `arn:aws:kms:us-east-1:${account}:key/${id}`;
const KEYS: Record<string, string | undefined> = {
  none: undefined,
  'aws/ebs': arn(SOURCE.account, 'aws-ebs'),
  'of the source': arn(SOURCE.account),
  'of the target': arn(ELSEWHERE.account),
  'multi-Region of the source': arn(SOURCE.account, 'mrk-1234abcd12ab34cd56ef1234567890ab'),
  'of a third account': arn('999900001111'),
};

/** The table of docs/keys.md, cell by cell. */
const rows = [
  ...readFileSync('docs/keys.md', 'utf8').matchAll(/^\| (.+) \| (yes|no|–) +\| (yes|no|–) +\| (.+) \|$/gm),
].map(([, key = '', source = '', target = '', cells = '']) => ({
  key: key.trim(),
  source,
  target,
  cells: cells.split('|'),
}));
const cells = rows.flatMap(({ key, source, target, cells: [...ways] }) =>
  Object.keys(PLACES).map((place, at) => ({ key, source, target, place, way: ways[at]!.trim().replaceAll('`', '') })),
);

/** A role as KMS answers it: who is kept out may not even look. */
function seenBy(may: boolean, kmsKeyArn: string, state = 'Enabled'): KeyStore {
  const world = ebsWorld(leapingClock());
  const customerManaged = !kmsKeyArn.endsWith('aws-ebs');
  world.keys.set(kmsKeyArn, { ...SOURCE, arn: kmsKeyArn, enabled: state === 'Enabled', customerManaged, state });
  const keys = memoryKeyStore(world);
  const kept = () => Promise.reject(new KubeferryError('AccessDenied', `No access to ${kmsKeyArn}.`));
  return may ? keys : { ...keys, describeKey: kept };
}

type Cell = (typeof cells)[number];
async function choose({ key: kind, source, target: who, place }: Omit<Cell, 'way'>, state?: string) {
  const kmsKeyArn = KEYS[kind];
  const target = PLACES[place as keyof typeof PLACES];
  const volume = { id: 'vol-1', sizeGiB: 100, encrypted: kmsKeyArn !== undefined, kmsKeyArn } as Volume;
  const targetMay = who === 'yes' || (kind === 'aws/ebs' && target.account === SOURCE.account);
  const keys = kmsKeyArn
    ? await readSourceKeys(seenBy(source === 'yes', kmsKeyArn, state), seenBy(targetMay, kmsKeyArn, state), [volume])
    : new Map();
  const facts = { volume, key: kmsKeyArn ? keys.get(kmsKeyArn) : undefined, source: SOURCE, target, cutOver: false };
  return chooseStrategy('shop/data', facts, { strategy: 'auto', claims: {} });
}

describe('the way of a volume by its key', () => {
  it('is listed for every key, every role that may or may not use it, and every place', () => {
    const customer = Object.keys(KEYS).slice(2);
    const wanted = [
      'none – –',
      'aws/ebs yes –',
      ...customer.flatMap((key) => ['yes yes', 'yes no', 'no yes', 'no no'].map((who) => `${key} ${who}`)),
    ];
    expect(rows.map(({ key, source, target }) => `${key} ${source} ${target}`)).toEqual(wanted);
    expect(cells).toHaveLength(72);
  });

  // Promise: key-chain-ends
  it.each(cells)('key $key, source $source, target $target, $place: $way', async ({ way, ...cell }) => {
    const { strategy, blocker } = await choose(cell);
    if (way !== 'target or source') {
      expect({ strategy, blocker }).toEqual({ strategy: way, blocker: undefined });
      return;
    }
    const target = PLACES[cell.place as keyof typeof PLACES];
    const statements = [...blocker!.matchAll(/to the policy of key (\S+): (\{.*?\}\}\})/g)];
    expect(statements.map(([, key]) => key)).toEqual([KEYS[cell.key], KEYS[cell.key]]);
    const roles = statements.map(([, , json]) => JSON.parse(json!).Condition.ArnEquals['aws:PrincipalArn']);
    expect(roles.toSorted()).toEqual(
      [
        `arn:aws:iam::${target.account}:role/kubeferry-target-${target.region}`,
        'arn:aws:iam::222233334444:role/kubeferry-source-us-east-1',
      ].toSorted(),
    );
  });

  // Promise: key-chain-ends
  it.each(['Disabled', 'PendingDeletion'])(
    'ends in a blocker under a key in state %s, which no statement would remove',
    async (state) => {
      for (const place of Object.keys(PLACES)) {
        const { blocker } = await choose({ key: 'of the source', source: 'yes', target: 'yes', place }, state);
        expect(blocker).toContain(`is in state ${state}, so that nobody can read what it encrypts`);
        expect(blocker).not.toContain('Or add a statement');
      }
    },
  );

  it('asked for by name, says what to add for that way alone', async () => {
    const kmsKeyArn = KEYS['of the source']!;
    const volume = { id: 'vol-1', sizeGiB: 1, encrypted: true, kmsKeyArn } as Volume;
    const key = { customerManaged: true, usableByTarget: false };
    const facts = { volume, key, source: SOURCE, target: ELSEWHERE, cutOver: false };
    const { blocker } = chooseStrategy('shop/data', facts, { strategy: 'share-and-copy', claims: {} });
    const [json] = /\{.*\}/.exec(blocker!)!;
    const [, documented = ''] = /title=source-key\n([\s\S]*?)```/.exec(readFileSync('docs/keys.md', 'utf8'))!;
    expect(JSON.parse(json!)).toEqual(JSON.parse(documented));
  });
});
