import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { QUOTAS } from '../../core/base/ports/quotas.ts';
import { PRICES } from '../../core/plan/cost/prices.data.ts';
import type { PolicyDocument } from '../../emulator/aws/iam/policy.ts';
import { ofType, synthesize, type Template } from '../lib/synthesize.ts';
import { examplesOf } from './examples.ts';

const page = readFileSync('docs/deploy.md', 'utf8');
const policies = examplesOf('docs/deploy.md') as Record<string, PolicyDocument>;
const templates = synthesize();
const resources = Object.values(templates).flatMap(({ Resources }) => Object.values(Resources));

/** IAM prefixes of the services of CloudFormation's types (service authorization reference). */
const PREFIX: Record<string, string> = {
  ApiGatewayV2: 'apigateway',
  CloudWatch: 'cloudwatch',
  EC2: 'ec2',
  IAM: 'iam',
  KMS: 'kms',
  Lambda: 'lambda',
  Logs: 'logs',
  S3: 's3',
  Scheduler: 'scheduler',
  SNS: 'sns',
  SQS: 'sqs',
  StepFunctions: 'states',
};

describe('the rights to deploy', () => {
  const statements = [policies.executes!.Statement].flat();
  const actions = statements.flatMap(({ Action }) => [Action ?? []].flat());

  it('name every service that the stacks have something of, and no other', () => {
    const used = new Set(resources.map(({ Type }) => PREFIX[Type.split('::')[1] ?? ''] ?? Type));
    // Whether the bootstrap is new enough is read from its parameter; where a connector's function goes, from EC2.
    const wanted = [...used, 'ssm', 'ec2'];
    expect(actions.map((action) => action.split(':')[0]).toSorted()).toEqual(wanted.toSorted());
  });

  it('reach every role that the stacks make, and no role of others', () => {
    const names = resources
      .filter(({ Type }) => Type === 'AWS::IAM::Role')
      .map(({ Properties }) => Properties.RoleName);
    expect(names.length).toBeGreaterThan(0);
    // One without a name of its own gets one that begins with its stack's.
    for (const name of names) expect(name ?? 'kubeferry-').toMatch(/^kubeferry-/);
    expect(Object.keys(templates).filter((name) => !name.startsWith('kubeferry-'))).toEqual([]);
    const iam = statements.find(({ Action }) => Action === 'iam:*');
    expect(iam?.Resource).toEqual(['arn:aws:iam::*:role/kubeferry-*', 'arn:aws:iam::*:policy/kubeferry-*']);
  });
});

describe('what an idle installation costs', () => {
  const cell = (row: RegExp) =>
    page
      .split('\n')
      .find((line) => row.test(line))
      ?.split('|')
      .map((text) => text.trim());
  const amount = (text = '') => Number(/\$([\d.]+)/.exec(text)?.[1]);
  const hub = templates['kubeferry-hub'] as Template;

  it('has every key, and every metric of an alarm', () => {
    const target = templates['kubeferry-target-444455556666-eu-west-1'] as Template;
    const keys = [hub, target].flatMap((template) => ofType(template, 'AWS::KMS::Key')).length;
    expect(cell(/^\| KMS keys/)?.slice(2, 5)).toEqual([
      String(keys),
      '$1.00',
      `$${(keys * PRICES.keyMonth).toFixed(2)}`,
    ]);
    const perRoute = metricsOf(/kubeferry-prod-to-dev-failed/);
    const all = metricsOf(/./) - metricsOf(/-failed$/) + metricsOf(/roll-back-failed|removal-failed/) + perRoute;
    const price = PRICES.alarmMetricMonth;
    expect(cell(/^\| metrics of alarms/)?.slice(2, 5)).toEqual([String(all), '$0.10', `$${(all * price).toFixed(2)}`]);
    expect(perRoute).toBe(2);
  });

  it('has the transitions of the hourly machine, and a sum that is right', () => {
    const hourly = JSON.parse(readFileSync('statemachines/remove-expired.asl.json', 'utf8'));
    const passed = Object.values(hourly.States as Record<string, { Type: string }>).filter(
      ({ Type }) => Type !== 'Fail',
    );
    const transitions = passed.length * 730;
    expect(cell(/^\| the hourly look/)?.[2]).toBe(transitions.toLocaleString('en-US'));
    expect(amount(cell(/^\| the hourly look/)?.[4])).toBeCloseTo(transitions * PRICES.transition, 2);
    const rows = [/^\| KMS keys/, /^\| metrics of alarms/, /^\| the hourly look/].map((row) => amount(cell(row)?.[4]));
    expect(amount(cell(/^\| together/)?.[4])).toBeCloseTo(
      rows.reduce((a, b) => a + b),
      5,
    );
  });

  function metricsOf(name: RegExp): number {
    return ofType(hub, 'AWS::CloudWatch::Alarm')
      .filter(([, { Properties }]) => name.test(Properties.AlarmName))
      .flatMap(([, { Properties }]) =>
        ((Properties.Metrics ?? [{ MetricStat: {} }]) as { MetricStat?: unknown }[]).filter(
          ({ MetricStat }) => MetricStat,
        ),
      ).length;
  }
});

it('names every quota that doctor compares', () => {
  for (const { code, service } of QUOTAS) {
    const row = page.split('\n').find((line) => line.includes(`\`${code}\``));
    expect(row, code).toContain(`\`${service}\``);
  }
});
