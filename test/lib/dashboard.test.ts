import { expect, it } from 'vitest';
import { text } from './policies.ts';
import { CONFIG, ofType, synthesize } from './synthesize.ts';

const hub = synthesize({ ...CONFIG, dashboard: true })['kubeferry-hub'];
const [[, board] = []] = ofType(hub, 'AWS::CloudWatch::Dashboard');

it('shows the runs of every route, on one dashboard that people find by name', () => {
  expect(board?.Properties.DashboardName).toBe('kubeferry');
  const body = JSON.parse(text(board?.Properties.DashboardBody));
  const titles = body.widgets.map(({ properties }: { properties: { title?: string } }) => properties.title);
  expect(titles).toEqual(expect.arrayContaining(['Succeeded', 'Failed', 'How long runs take']));
  const failed = body.widgets.find(
    ({ properties }: { properties: { title?: string } }) => properties.title === 'Failed',
  );
  const labels = failed.properties.metrics.map((metric: unknown[]) => (metric.at(-1) as { label: string }).label);
  expect(labels.toSorted()).toEqual(['dev-to-qa', 'prod-to-dev', 'prod-to-qa']);
});

it('shows nothing that kubeferry would have to publish', () => {
  const body = text(board?.Properties.DashboardBody);
  const namespaces = [...body.matchAll(/\["(AWS\/\w+|\w+)",/g)].map(([, namespace]) => namespace);
  expect(new Set(namespaces)).toEqual(new Set(['AWS/States', 'AWS/Lambda', 'AWS/SQS']));
});

it('has none unless the configuration says so, since it may cost something', () => {
  expect(ofType(synthesize()['kubeferry-hub'], 'AWS::CloudWatch::Dashboard')).toEqual([]);
});
