import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';
import { ERRORS } from '../core/base/errors.ts';
import { OTHER_FUNCTIONS } from '../lib/functions/functions.data.ts';

/** Vocabulary of Kubernetes and of time, which knows nothing of this product. */
const GROUND = ['kube/', 'time/'];

/** Layers of the domain, from the ground up: a layer imports itself and those before it. */
const LAYERS = [
  'core/base/',
  'core/repositories/',
  'core/image/',
  'core/translate/',
  'core/plan/',
  'core/execute/',
  'core/reporting/',
  'core/serve/',
];

/** Layers of the emulator, from the ground up: a folder imports itself and those before it. */
const EMULATOR = [
  'emulator/base/',
  'emulator/kubernetes/contract/',
  'emulator/kubernetes/errors/',
  'emulator/kubernetes/schema/',
  'emulator/kubernetes/discovery/',
  'emulator/kubernetes/apply/',
  'emulator/kubernetes/patch/',
  'emulator/kubernetes/labels/',
  'emulator/kubernetes/crd/',
  'emulator/kubernetes/store/',
  'emulator/kubernetes/kinds/',
  'emulator/kubernetes/request/',
  'emulator/kubernetes/write/',
  'emulator/kubernetes/read/',
  'emulator/kubernetes/controllers/',
  'emulator/kubernetes/http/',
  'emulator/kubernetes/exec/',
  'emulator/kubernetes/',
  'emulator/aws/logs/',
  'emulator/aws/cloudformation/',
  'emulator/aws/secrets-manager/',
  'emulator/aws/service-quotas/',
  'emulator/aws/ec2/',
  'emulator/aws/ebs/',
  'emulator/aws/gateway/',
  'emulator/aws/iam/',
  'emulator/aws/kms/',
  'emulator/aws/lambda/',
  'emulator/aws/sns/',
  'emulator/aws/sqs/',
  'emulator/aws/sts/',
  'emulator/aws/http-api/',
  'emulator/aws/s3/',
  'emulator/aws/scheduler/',
  'emulator/aws/eks/',
  'emulator/aws/',
  'emulator/azure/page-blobs/',
  'emulator/azure/',
  'emulator/csi/',
  'emulator/states/base/',
  'emulator/states/jsonata/',
  'emulator/states/definition/',
  'emulator/states/execution/',
  'emulator/states/integrations/',
  'emulator/states/interpreter/',
  'emulator/states/service/',
  'emulator/states/',
  'emulator/assembly/template/',
  'emulator/assembly/resources/',
  'emulator/assembly/',
];

const layers = (from: string[]) =>
  Object.fromEntries(from.map((layer, at) => [layer, [...GROUND, ...from.slice(0, at + 1)]]));

/** Which modules a module may import from; `docs/architecture.md` has the reasons. A longer path has precedence. */
const MAY_IMPORT: Record<string, string[]> = {
  'kube/': ['kube/'],
  'time/': ['time/'],
  // Nothing lies beside the layers.
  'core/': [],
  ...layers(LAYERS),
  'emulator/': [],
  ...layers(EMULATOR),
  'adapters/': ['adapters/', 'core/base/', ...GROUND],
  'lambdas/': ['lambdas/', 'adapters/', 'core/', ...GROUND],
  'local/': ['local/', 'emulator/', 'core/base/', 'adapters/kubernetes/', ...GROUND],
  'lib/': [
    'lib/',
    'core/base/access/',
    'core/base/request/',
    'core/base/run/',
    'core/base/strategies.ts',
    'core/serve/api/operations.ts',
    ...GROUND,
  ],
  'bin/': ['lib/'],
  'kubeferry.config.ts': ['core/base/request/'],
  // A configuration as well, made of the example.
  'cli/demo/same-account.config.ts': ['kubeferry.config.ts', 'core/base/request/'],
  'cli/demo/azure/': ['cli/demo/azure/', 'kubeferry.config.ts', 'core/base/request/'],
  'cli/demo/backups.config.ts': ['kubeferry.config.ts', 'core/base/request/'],
  'cli/demo/factory.config.ts': ['cli/demo/', 'kubeferry.config.ts', 'core/base/request/'],
  'cli/demo/masking.config.ts': ['kubeferry.config.ts', 'core/base/request/'],
  'cli/demo/velero.config.ts': ['kubeferry.config.ts', 'core/base/request/'],
  'cli/': ['cli/', 'core/', 'adapters/', 'lambdas/', 'local/', 'emulator/', ...GROUND],
};

/** Modules without a clock, chance or environment, and the packages that they may use: hashes and compression are functions of their input. */
const PURE = /^(core|kube|time)\//;
const PACKAGES = /^(zod|fast-json-patch|jsonata|re2js|node:crypto|node:zlib)$/;
const IMPURE = /\b(process\.env|Date\.now\(|new Date\(\)|Math\.random\(|random(Bytes|UUID|Int)\()/g;

/** Error names of Step Functions and Lambda themselves, which no table of ours can have. */
const NAMES_OF_AWS = /^(States|Lambda|StepFunctions|S3|Sandbox|Runtime)\./;
const LONGEST_FILE = 250;

const sources = [
  ...new Set(Object.keys(MAY_IMPORT).flatMap((module) => (module.endsWith('/') ? filesOf(module) : [module]))),
];

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

const moduleOf = (path: string) =>
  Object.keys(MAY_IMPORT)
    .sort((a, b) => b.length - a.length)
    .find((module) => path.startsWith(module)) ?? '';

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

/** Imports of a file that lies in no layer, or that reach for a module that it must not know, each with both files. */
const wrongImports = (paths: string[]) =>
  paths.flatMap((path) =>
    importsOf(path)
      .filter((name) => name.startsWith('.'))
      .map((name) => normalize(join(dirname(path), name)))
      .filter((imported) => !MAY_IMPORT[moduleOf(path)]?.some((allowed) => imported.startsWith(allowed)))
      .map((imported) => `${path} imports ${imported}`),
  );

it('lets no module import from a module that it must not know, and no layer from one above it', () => {
  expect(wrongImports(sources)).toEqual([]);
});

it('has every file of the domain and of the emulator in a layer', () => {
  const inLayer = new Set([...LAYERS, ...EMULATOR]);
  const beside = sources.filter((path) => /^(core|emulator)\//.test(path) && !inLayer.has(moduleOf(path)));
  expect(beside).toEqual([]);
});

it('has every folder of the emulator in the list of its layers', () => {
  const folders = sources
    .filter((path) => path.startsWith('emulator/'))
    .map((path) => `${dirname(path).split('/').slice(0, 3).join('/')}/`);
  expect([...new Set(folders)].filter((folder) => !EMULATOR.includes(folder))).toEqual([]);
});

it('keeps the domain pure: no package but zod, JSON Patch, JSONata, hashes and compression; no clock, no chance, no environment', () => {
  const wrong = sources.flatMap((path) => {
    if (!PURE.test(path)) return [];
    const packages = importsOf(path).filter((name) => !name.startsWith('.') && !PACKAGES.test(name));
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
