import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { planCluster } from '../../../../../core/plan/cluster/plan-cluster.ts';
import { someAks } from '../aks/some-aks.ts';
import { role, route, TARGET, target } from '../some-cluster.ts';

const FOLDER = new URL('../../../../fixtures/clusters/from-aks/', import.meta.url);
const cases = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));

interface Expected {
  blueprint: Record<string, unknown>;
  /** `severity path: how the sentence begins or what it names`. */
  findings: Record<string, string>[];
}

const read = (name: string, file: string) => parse(readFileSync(new URL(`${name}/${file}`, FOLDER), 'utf8')) ?? {};

type Tree = { [name: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members of the second take the place of those of the first, or take them away. */
function changed(whole: Tree, by: Tree): Tree {
  const members = { ...whole };
  for (const [name, value] of Object.entries(by)) {
    const before = members[name];
    if (value === null) delete members[name];
    else members[name] = isTree(value) && isTree(before) ? changed(before, value) : value;
  }
  return members;
}

const BASE = { nodeRoleArn: role(TARGET, 'node'), map: {} };
/** Everything is offered there, and roles may be taken: what is not, is tried elsewhere. */
const there = {
  ...target,
  offeredTypes: async (types: string[]) => types,
  trustPolicy: async (arn: string) => {
    const Service = arn.endsWith('/node') ? 'ec2.amazonaws.com' : 'eks.amazonaws.com';
    return { Statement: { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' } };
  },
};

async function planOf(name: string) {
  const cluster = changed(someAks(), read(name, 'aks.yaml'));
  const to = route({ ...BASE, ...read(name, 'create.yaml') });
  const source = { read: async () => ({ cluster, federatedCredentials: [] }) };
  return planCluster(to, 'run-1', source, there);
}

// Promise: aks-cluster-copied
describe.each(cases)('a cluster of AKS: %s', (name) => {
  const { blueprint, findings }: Expected = read(name, 'expected.yaml');

  it('becomes one of EKS', async () => {
    const { plan } = await planOf(name);
    for (const [part, expected] of Object.entries(blueprint))
      expect({ [part]: plan.blueprint[part as keyof typeof plan.blueprint] }).toMatchObject({ [part]: expected });
  });

  it('has a word on what is otherwise, and on no more', async () => {
    const said = (await planOf(name)).findings.map(({ severity, path, sentence }) => ({
      [`${severity} ${path}`]: sentence,
    }));
    expect(said.map((each) => Object.keys(each)[0])).toEqual(findings.map((each) => Object.keys(each)[0]));
    for (const [at, each] of findings.entries())
      for (const [place, part] of Object.entries(each)) expect(said[at]?.[place]).toContain(part);
  });
});
