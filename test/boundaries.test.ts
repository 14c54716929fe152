import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';
import { ERRORS } from '../core/errors.ts';
import { OTHER_FUNCTIONS } from '../lib/functions/functions.data.ts';

/** Which rooms a room may import from; `docs/architecture.md` has the reasons. A longer path has precedence. */
const MAY_IMPORT: Record<string, string[]> = {
  'core/': ['core/'],
  'adapters/': ['adapters/', 'core/'],
  'lambdas/': ['lambdas/', 'adapters/', 'core/'],
  'local/': ['local/', 'core/', 'adapters/memory/'],
  'local/cloud/': ['local/', 'core/', 'adapters/kubernetes/'],
  'lib/': ['lib/', 'core/clone/', 'core/api/operations.ts'],
  'bin/': ['lib/'],
  'kubeferry.config.ts': ['core/clone/'],
  'cli/': ['cli/', 'core/', 'adapters/', 'lambdas/', 'local/'],
};

/** Packages that the pure room may use: hashes and compression are functions of their input. Others are free in this respect. */
const PACKAGES: Record<string, RegExp> = { 'core/': /^(zod|node:crypto|node:zlib)$/ };
const IMPURE = /\b(process\.env|Date\.now\(|new Date\(\)|Math\.random\(|random(Bytes|UUID|Int)\()/g;

/** Error names of Step Functions and Lambda themselves, which no table of ours can have. */
const NAMES_OF_AWS = /^(States|Lambda|StepFunctions|S3|Sandbox|Runtime)\./;
const LONGEST_FILE = 250;

const sources = Object.keys(MAY_IMPORT).flatMap((room) => (room.endsWith('/') ? filesOf(room) : [room]));

function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith('.ts'));
}

const importsOf = (path: string) =>
  [
    ...readFileSync(path, 'utf8').matchAll(/(?:^|\n)(?:import|export)\s[^'";]*?from\s+'([^']+)'|import\('([^']+)'\)/g),
  ].map(([, named, dynamic]) => named ?? dynamic ?? '');

const roomOf = (path: string) =>
  Object.keys(MAY_IMPORT)
    .sort((a, b) => b.length - a.length)
    .find((room) => path.startsWith(room)) ?? '';

const machines = existsSync('statemachines')
  ? readdirSync('statemachines')
      .filter((name) => name.endsWith('.asl.json'))
      .map((name) => ({ name, definition: JSON.parse(readFileSync(join('statemachines', name), 'utf8')) as unknown }))
  : [];

interface State {
  Type?: string;
  Resource?: string;
  Arguments?: { FunctionName?: string };
  Retry?: { ErrorEquals: string[] }[];
  Catch?: { ErrorEquals: string[] }[];
  Error?: string;
}

/** Every state of every machine, those inside Map and Parallel as well, with its name. */
function statesOf(value: unknown, found: [string, State][] = []): [string, State][] {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'States') found.push(...(Object.entries(inner) as [string, State][]));
    statesOf(inner, found);
  }
  return found;
}

const steps = existsSync('lambdas')
  ? readdirSync('lambdas', { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
      .map((entry) => entry.name)
  : [];

it('lets no room import from a room that it must not know', () => {
  const wrong = sources.flatMap((path) =>
    importsOf(path)
      .filter((name) => name.startsWith('.'))
      .map((name) => normalize(join(dirname(path), name)))
      .filter((imported) => !MAY_IMPORT[roomOf(path)]?.some((allowed) => imported.startsWith(allowed)))
      .map((imported) => `${path} imports ${imported}`),
  );
  expect(wrong).toEqual([]);
});

it('keeps the domain pure: no package but zod, hashes and compression; no clock, no chance, no environment', () => {
  const wrong = sources.flatMap((path) => {
    const allowed = PACKAGES[roomOf(path)];
    if (!allowed) return [];
    const packages = importsOf(path).filter((name) => !name.startsWith('.') && !allowed.test(name));
    const impure = readFileSync(path, 'utf8').match(IMPURE) ?? [];
    return [...packages, ...impure].map((name) => `${path}: ${name}`);
  });
  expect(wrong).toEqual([]);
});

it('has a function for every task of the machines, and a task for every function', () => {
  const called = machines.flatMap(({ definition }) =>
    statesOf(definition).flatMap(([name, { Arguments }]) => {
      const [, pascal] = Arguments?.FunctionName?.match(/^\$\{(\w+)Arn\}$/) ?? [];
      return pascal ? [{ name, step: pascal.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase() }] : [];
    }),
  );
  // Called by API Gateway, and by other functions.
  const others = OTHER_FUNCTIONS.map(({ step }) => step);
  const tasks = steps.filter((name) => !others.includes(name)).sort();
  if (steps.length > 0) expect([...new Set(called.map(({ step }) => step))].sort()).toEqual(tasks);
  for (const { name, step } of called) {
    expect(
      name
        .toLowerCase()
        .replaceAll(/[^a-z]+/g, '-')
        .startsWith(step),
      `"${name}" calls ${step}`,
    ).toBe(true);
  }
});

it('matches only errors that exist', () => {
  const named = machines.flatMap(({ name: file, definition }) =>
    statesOf(definition).flatMap(([name, state]) =>
      [...(state.Retry ?? []), ...(state.Catch ?? [])]
        .flatMap(({ ErrorEquals }) => ErrorEquals)
        .filter((error) => !(error in ERRORS) && !NAMES_OF_AWS.test(error))
        .map((error) => `${file}: "${name}" matches ${error}`),
    ),
  );
  expect(named).toEqual([]);
});

it('keeps every file short enough to read in one go; tables of data may be longer', () => {
  const long = [...sources, ...filesOf('test')]
    .filter((path) => !path.endsWith('.data.ts') && !path.includes('/fixtures/'))
    .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > LONGEST_FILE);
  expect(long).toEqual([]);
});
