import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, expect, it } from 'vitest';
import { creationOrder } from '../../emulator/assembly/order.ts';
import { ACCEPTED_FINDINGS } from '../../lib/accepted-findings.data.ts';
import { bundleSteps } from '../../lib/functions/bundle.ts';
import { FUNCTIONS, OTHER_FUNCTIONS } from '../../lib/functions/functions.data.ts';
import { checkByAwsSolutions } from '../../lib/nag.ts';
import { STACKED } from './stacked-config.ts';
import { appOf, CONFIG, ofType, synthesize, UI, WITH_BACKUPS, WITH_MOVERS, WITH_REPOSITORIES } from './synthesize.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeferry-app-'));
const hub = synthesize()['kubeferry-hub'];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [first] = CONFIG.routes;
const withRoutes = (...routes: unknown[]) => ({ ...CONFIG, routes });

interface State {
  Resource?: string;
  Arguments?: { FunctionName?: string };
  TimeoutSeconds?: number;
}

/** Every `${X}` of the machine files and every Task that calls a function, read without the code under test. */
const machines = readdirSync('statemachines')
  .filter((name) => name.endsWith('.asl.json'))
  .map((name) => {
    const text = readFileSync(join('statemachines', name), 'utf8');
    const calls: State[] = [];
    JSON.parse(text, (_, value: State) => {
      if (value?.Resource?.startsWith('arn:aws:states:::lambda:invoke')) calls.push(value);
      return value;
    });
    return { file: name.replace('.asl.json', ''), names: new Set(text.match(/\$\{\w+\}/g)), calls };
  });

it('names every mistake of the configuration at once, with the way out', () => {
  const config = {
    hub: { account: '1234', region: 'eu-west-1' },
    installation: 'x',
    routes: [{ name: 'Prod', source: {}, target: {} }],
  };
  expect(() => synthesize(config)).toThrow(/2 to 64 letters.*12 digits.*lower-case letters/s);
});

it('refuses a route that is named like a machine of kubeferry', () => {
  expect(() => synthesize(withRoutes({ ...first, name: 'roll-back' }))).toThrow(
    'Route "roll-back" would make the state machine kubeferry-roll-back, which kubeferry has already: choose another name.',
  );
});

it('refuses roles and keys for a new cluster that are not of its account, but not those that only enter it', () => {
  const [prod, dev] = ['arn:aws:iam::222233334444:role/any', 'arn:aws:iam::444455556666:role/any'];
  const key = 'arn:aws:kms:us-east-1:222233334444:key/11111111-2222-3333-4444-555555555555';
  const making = (create: object) => ({
    ...first,
    target: { ...first?.target, create: { roleArn: dev, subnetIds: ['subnet-0a', 'subnet-0b'], ...create } },
  });
  expect(() => synthesize(withRoutes(making({ roleArn: prod, map: { [key]: key } })))).toThrow(
    /names arn:aws:iam::222233334444:role\/any, but the target is the account 444455556666.*names arn:aws:kms:us-east-1/s,
  );
  const entered = synthesize(withRoutes(making({ map: { [prod]: prod } })));
  expect(JSON.stringify(entered['kubeferry-target-444455556666-eu-west-1'])).not.toContain(prod);
});

it('refuses two routes of one name, and a key in another Region than the target', () => {
  const key = 'arn:aws:kms:us-east-1:444455556666:key/11111111-2222-3333-4444-555555555555';
  const wrongKey = { ...first, target: { ...first?.target, kmsKeyArn: key } };
  expect(() => synthesize(withRoutes(wrongKey, first))).toThrow(
    /Two routes are named "prod-to-dev".*key arn:aws:kms:us-east-1.*its target is in 444455556666 eu-west-1/s,
  );
});

it('takes a multi-Region key of the target', () => {
  const key = 'arn:aws:kms:eu-west-1:444455556666:key/mrk-1234abcd12ab34cd56ef1234567890ab';
  const stacks = synthesize(withRoutes({ ...first, target: { ...first?.target, kmsKeyArn: key } }));
  expect(JSON.stringify(stacks['kubeferry-target-444455556666-eu-west-1'])).toContain(key);
});

it('refuses a route into another partition than its hub, whose roles it could not take', () => {
  const far = { ...first, source: { ...first?.source, region: 'us-gov-west-1' } };
  expect(() => synthesize(withRoutes(far))).toThrow(
    /"prod-to-dev": its source is in us-gov-west-1, partition aws-us-gov, and the hub in aws: .* hub of its own/,
  );
});

it('has no resource that needs itself, whatever a configuration has', () => {
  for (const config of [{ ...WITH_REPOSITORIES, evidence: true, dashboard: true }, WITH_MOVERS, WITH_BACKUPS])
    for (const template of Object.values(synthesize(config))) {
      const order = creationOrder(template as Parameters<typeof creationOrder>[0]);
      expect(order).toHaveLength(Object.keys(template.Resources).length);
    }
}, 60_000);

it('fills every placeholder of every machine, and passes nothing that a machine does not ask for', () => {
  for (const { file, names } of machines) {
    const own = file === 'clone-workload' ? CONFIG.routes.map((route) => route.name) : [file];
    for (const name of own) {
      const [, machine] =
        ofType(hub, 'AWS::StepFunctions::StateMachine').find(
          ([, m]) => m.Properties.StateMachineName === `kubeferry-${name}`,
        ) ?? [];
      const given = Object.keys(machine?.Properties.DefinitionSubstitutions ?? {}).map((key) => `\${${key}}`);
      expect(new Set(given), name).toEqual(names);
    }
  }
  const [, devToQa] =
    ofType(hub, 'AWS::StepFunctions::StateMachine').find(
      ([, m]) => m.Properties.StateMachineName === 'kubeferry-dev-to-qa',
    ) ?? [];
  expect(devToQa?.Properties.DefinitionSubstitutions.Route).toBe('dev-to-qa');
});

it('calls every function of the table from a machine, and gives none more time than the states that call it', () => {
  const calls = machines.flatMap((machine) => machine.calls);
  for (const { step, timeoutSeconds } of FUNCTIONS) {
    const name = `\${${step.replace(/(^|-)(\w)/g, (_, _dash, letter) => letter.toUpperCase())}Arn}`;
    const limits = calls
      .filter((call) => call.Arguments?.FunctionName === name)
      .map((call) => call.TimeoutSeconds ?? 0);
    expect(limits.length, step).toBeGreaterThan(0);
    expect(timeoutSeconds, step).toBeLessThanOrEqual(Math.min(...limits));
  }
});

it('fires with an impact and a heading of the runbook that is there', () => {
  const headings = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
  const alarms = ofType(hub, 'AWS::CloudWatch::Alarm').map(([, alarm]) => alarm.Properties);
  expect(alarms.map((alarm) => alarm.AlarmName).sort()).toEqual([
    'kubeferry-dev-to-qa-failed',
    'kubeferry-function-crashed',
    'kubeferry-functions-throttled',
    'kubeferry-prod-to-dev-failed',
    'kubeferry-prod-to-qa-failed',
    'kubeferry-removal-failed',
    'kubeferry-roll-back-failed',
    'kubeferry-schedule-undelivered',
  ]);
  for (const alarm of alarms) {
    const [impact, heading] = alarm.AlarmDescription.split(' What to do: docs/runbook.md#');
    expect(impact.length, alarm.AlarmName).toBeGreaterThan(40);
    expect(headings, alarm.AlarmName).toContain(heading);
    expect(alarm.AlarmActions, alarm.AlarmName).toHaveLength(1);
  }
});

it('leaves no finding of cdk-nag without a reason, and no reason without a finding', () => {
  const beside = Array.from({ length: 21 }, (_, at) => ({
    ...first!,
    name: `route-${at}`,
    stack: 'team-a',
    source: { ...first!.source, account: String(555500000000 + at) },
  }));
  const apps = [{ ...WITH_REPOSITORIES, ui: UI }, withRoutes(...beside)].map((config) => appOf(config));
  const findings = apps.flatMap(({ app }) =>
    new AwsSolutionsChecks(app)
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath = '' }) => ({ ruleName, constructPath })),
      ),
  );
  for (const { finding, on, reason } of ACCEPTED_FINDINGS) {
    const needed = findings.some(({ ruleName, constructPath }) => finding.test(ruleName) && on.test(constructPath));
    expect(needed, `${finding} on ${on}`).toBe(true);
    expect(reason).toMatch(/^[A-Z].{30,}\.$/);
  }
  for (const { remove } of apps) remove();
});

it('is synthesized with every finding of cdk-nag accepted, also with stacks of routes and ends in AKS', () => {
  const { app, remove } = appOf(STACKED as never);
  checkByAwsSolutions(app);
  expect(app.synth().stacks.map(({ stackName }) => stackName)).toContain('kubeferry-routes-team-b');
  remove();
});

it('is synthesized with every finding of cdk-nag accepted, also where policies grow beyond what a role holds', () => {
  const [first] = WITH_REPOSITORIES.routes;
  const routes = Array.from({ length: 8 }, (_, at) => ({ ...first, name: `prod-to-dev-${at}` }));
  const { app, remove } = appOf({ ...WITH_REPOSITORIES, routes });
  checkByAwsSolutions(app);
  const apart = appOf(withRoutes(first, { ...first, name: 'other', stack: 'team-a' }));
  checkByAwsSolutions(apart.app);
  apart.app.synth();
  apart.remove();
  const hub = app.synth().stacks.find(({ stackName }) => stackName === 'kubeferry-hub')!.template;
  remove();
  expect(ofType(hub, 'AWS::IAM::ManagedPolicy').some(([id]) => id.includes('Overflow'))).toBe(true);
});

it('bundles every step in one pass into a module that needs nothing beside it', async () => {
  const lambdas = join(folder, 'lambdas');
  const steps = [...FUNCTIONS, ...OTHER_FUNCTIONS].map(({ step }) => step);
  for (const step of steps) {
    mkdirSync(join(lambdas, step), { recursive: true });
    writeFileSync(join(lambdas, step, 'handler.ts'), `export const handler = async (): Promise<string> => '${step}';`);
  }
  mkdirSync(join(lambdas, '_shared'));
  bundleSteps({ lambdas, into: join(folder, 'build') });
  expect(readdirSync(join(folder, 'build')).sort()).toEqual(steps.sort());
  const bundle = await import(join(folder, 'build', 'write-report', 'index.mjs'));
  await expect(bundle.handler()).resolves.toBe('write-report');
});

it('says which folder and which row of the table of functions do not belong together', () => {
  const lambdas = join(folder, 'other');
  mkdirSync(join(lambdas, 'sink-ship'), { recursive: true });
  expect(() => bundleSteps({ lambdas, into: join(folder, 'never') })).toThrow(
    /"start-clone" has no folder;.*"sink-ship" has no row/,
  );
});
