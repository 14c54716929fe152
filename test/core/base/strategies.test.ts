import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ASKABLE, STRATEGIES, STRATEGY_NAMES } from '../../../core/base/strategies.ts';
import { chooseStrategy } from '../../../core/plan/volumes/choose-strategy.ts';
import { estimate } from '../../../core/plan/volumes/estimate.ts';

const OWN = 'core/base/strategies';
const FIXTURES = 'test/fixtures/strategies';

const casesOf = (name: string) => (existsSync(join(FIXTURES, name)) ? readdirSync(join(FIXTURES, name)) : []);

describe('the table of volume strategies', () => {
  it('names every strategy file once, by its own name', () => {
    const files = readdirSync(OWN).map((file) => file.replace(/\.ts$/, ''));
    expect(STRATEGY_NAMES.toSorted()).toEqual(files.toSorted());
  });

  it('has cases for each', () => {
    expect(STRATEGY_NAMES.filter((name) => casesOf(name).length === 0)).toEqual([]);
  });

  it('is the list of the documentation, in the same order', () => {
    const page = readFileSync('docs/request.md', 'utf8').replaceAll('\n  ', ' ');
    const items = page.matchAll(/^- `([a-z-]+)` (.+)\. It needs (.+)\. In the report: "(.+)"$/gm);
    expect([...items].map(([, ...said]) => said)).toEqual(
      STRATEGIES.map(({ name, does, needs, proof }) => [name, does, needs, proof]),
    );
    const values = ASKABLE.map((name) => `\`${name}\`${name === 'auto' ? ' (default)' : ''}`).join(', ');
    expect(page).toContain(`| ${values} |`);
  });
});

describe.each(STRATEGY_NAMES)('%s', (name) => {
  it.each(casesOf(name))('%s', (behaviour) => {
    const read = (file: string) => parse(readFileSync(join(FIXTURES, name, behaviour, file), 'utf8'));
    const {
      volume: given,
      key,
      request,
      sameRegion = false,
      sameAccount = false,
      cutOver = false,
      handingOver,
    } = read('input.yaml');
    const volume = {
      id: 'vol-1',
      state: 'in-use',
      zone: 'us-east-1a',
      type: 'gp3',
      instanceIds: [],
      tags: {},
      ...given,
    };
    const source = { account: '222233334444', region: 'us-east-1' };
    const target = {
      account: sameAccount ? source.account : '444455556666',
      region: sameRegion ? 'us-east-1' : 'eu-west-1',
    };
    const asked = { strategy: request.strategy, claims: request.claims ?? {} };
    const choice = chooseStrategy('shop/data', { volume, key, source, target, cutOver, handingOver }, asked);
    const cost = choice.blocker ? {} : estimate(choice.strategy, volume.sizeGiB, !sameRegion);
    // Those that come to the table later are of no matter to a case.
    const expected = read('expected.yaml');
    expect({ ...choice, ...cost }).toEqual({ ...expected, others: expect.arrayContaining(expected.others) });
    expect(choice.strategy).toBe(name);
  });
});

interface State {
  Next?: string;
  Choices?: { Condition: string; Next: string }[];
  Cause?: string;
}

/** What each way comes to: at the snapshot in the target, or later where it has none. */
const OF_ALL = ['Await snapshot in the target', 'Is it copied ahead?', 'Create volume', 'Verify volume'];

describe('the machine that brings a volume', () => {
  const { States } = JSON.parse(readFileSync('statemachines/copy-volume.asl.json', 'utf8')) as {
    States: Record<string, State>;
  };
  const { Choices = [] } = States['Which strategy?']!;
  const stepped = STRATEGIES.flatMap(({ name, steps }) => (steps ? [{ name, ...steps }] : []));

  it('has a way for each strategy that brings data, and for no other', () => {
    const known = Choices.map(({ Condition }) => /\$volume\.strategy = '([a-z-]+)'/.exec(Condition)?.[1]);
    expect(known.toSorted()).toEqual(stepped.map(({ name }) => name).toSorted());
    for (const { name } of stepped) expect(States['Strategy is unknown']!.Cause).toContain(name);
  });

  it.each(stepped)('goes through the states of $name, and then those of all', ({ name, states }) => {
    const passed: string[] = [];
    let at = Choices.find(({ Condition }) => Condition.includes(`'${name}'`))?.Next;
    while (at && !OF_ALL.includes(at)) {
      passed.push(at);
      at = States[at]!.Next;
    }
    expect(OF_ALL).toContain(at);
    expect(passed).toEqual(states);
  });
});

/** Words of other fields that are called like a strategy, and the flag of a demo. */
const OTHER_FIELDS = /(?:(?:onConflict|overlap|OVERLAPS|zeroBlocks)[^;]{0,40}|--)$/;

/** The machines and permission classes name themselves. */
const MAY_NAME = /^lib\/permissions\//;

/** Lines where a strategy's name is written as a word or in quotes, but for comments and imports. */
function namesIn(path: string): string[] {
  const code = readFileSync(path, 'utf8')
    .replaceAll(/^\s*\/\*[\s\S]*?\*\//gm, '')
    .replaceAll(/(?<=^|\s)\/\/.*$/gm, '')
    .replaceAll(/^(import|export) .* from .*$/gm, '');
  return STRATEGY_NAMES.filter((name) => path !== `${OWN}/${name}.ts`).flatMap((name) => {
    const found = code.matchAll(name.includes('-') ? new RegExp(name, 'g') : new RegExp(`['"]${name}['"]`, 'g'));
    return [...found].flatMap(({ index }) =>
      OTHER_FIELDS.test(code.slice(0, index)) ? [] : `${path}: …${code.slice(Math.max(0, index - 30), index + 30)}…`,
    );
  });
}

it('is known by name to no code but its own', () => {
  const modules = ['core', 'cli', 'lambdas', 'lib', 'bin', 'adapters', 'local', 'emulator'];
  const files = modules.flatMap((module) =>
    readdirSync(module, { recursive: true, encoding: 'utf8' }).map((name) => join(module, name)),
  );
  const code = files.filter((path) => path.endsWith('.ts') && !MAY_NAME.test(path));
  expect(code.flatMap(namesIn)).toEqual([]);
});
