import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { memberTemplate } from '../../core/base/run/links/member-template.ts';
import type { StackArtifact } from '../../emulator/assembly/read-assembly.ts';
import { synthesize } from '../lib/synthesize.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeferry-action-'));
afterAll(() => rmSync(folder, { recursive: true }));
const action = parse(readFileSync('action.yml', 'utf8'));
const [step] = action.runs.steps;

/** Runs the action's script as GitHub does, with a clone.sh that tells what it was given. */
function ran(inputs: Record<string, string>, environment: Record<string, string> = {}) {
  const script = join(folder, 'clone.sh');
  writeFileSync(script, '#!/usr/bin/env bash\nprintf "%s|%s|%s|" "$1" "$KUBEFERRY_API" "$AWS_REGION"; cat "$2"\n');
  chmodSync(script, 0o755);
  const env = { PATH: process.env.PATH ?? '', SCRIPT: script, ...environment, ...inputs };
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
    env,
    cwd: folder,
  });
  return { status, out: stdout.toString(), err: stderr.toString() };
}

describe('the GitHub Action', () => {
  it('hands route, request and place to clone.sh, which it brings', () => {
    const inputs = {
      INPUT_ROUTE: 'prod-to-dev',
      INPUT_REQUEST: '{"ttl": "3d"}',
      INPUT_API: 'https://a',
      INPUT_REGION: '',
    };
    expect(ran(inputs, { AWS_REGION: 'eu-west-1' }).out).toBe('prod-to-dev|https://a|eu-west-1|{"ttl": "3d"}');
    expect(step.env.SCRIPT).toMatch(/github\.action_path \}\}\/docs\/pipelines\/clone\.sh$/);
  });

  it('runs no command that an input holds', () => {
    const evil = `$(touch ${folder}/evil)'; touch ${folder}/evil; '`;
    mkdirSync(join(folder, 'empty'));
    const { out } = ran({ INPUT_ROUTE: evil, INPUT_REQUEST: evil, INPUT_API: 'https://a', INPUT_REGION: 'r' });
    expect(out).toContain(evil);
    expect(() => readFileSync(join(folder, 'evil'))).toThrow();
    // GitHub puts the text of an expression into a script before the shell reads it.
    expect(step.run).not.toContain('${{');
  });

  it('says what is missing', () => {
    const { status, err } = ran({ INPUT_ROUTE: 'a', INPUT_REQUEST: '{}', INPUT_API: '', INPUT_REGION: '' });
    expect([status, err]).toEqual([2, 'kubeferry: give the input api, or KUBEFERRY_API\n']);
  });
});

it('lets Terraform create the stack of a member with the parameters and outputs that its template has', () => {
  const text = readFileSync('docs/terraform/member/main.tf', 'utf8');
  const name = 'kubeferry-source-222233334444-us-east-1';
  const stack = { name, account: '222233334444', region: 'us-east-1', template: synthesize()[name], assets: new Map() };
  const { template, parameters } = memberTemplate(stack as unknown as StackArtifact);
  const [, block = ''] = /parameters = \{([^}]*)\}/.exec(text) ?? [];
  expect([...block.matchAll(/^\s*(\w+)\s*=/gm)].map(([, each]) => each)).toEqual(Object.keys(parameters));
  const { Outputs } = template as { Outputs: object };
  const outputs = [...text.matchAll(/outputs\["(\w+)"\]/g)].map(([, each]) => each);
  expect(outputs.filter((each) => !(String(each) in Outputs))).toEqual([]);
});
