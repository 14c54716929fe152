import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseRequest } from '../../core/base/request/parse-request.ts';
import { TWO_ROUTES } from '../core/serve/api/two-routes.ts';

const folder = 'docs/pipelines';
const github = parse(readFileSync(`${folder}/github-actions.yml`, 'utf8'));
const gitlab = parse(readFileSync(`${folder}/gitlab-ci.yml`, 'utf8'));
const scripts: [string, string][] = [
  ['GitHub Actions', github.jobs.clone.steps.map(({ run = '' }: { run?: string }) => run).join('\n')],
  ['GitLab', gitlab.clone.script.join('\n')],
];

describe.each(scripts)('the example for %s', (_, script) => {
  // What jq makes an object of is a flow mapping of YAML as well.
  const [, request = ''] = /--arg to "[^"]*"\s+'(\{[^']*\})'/.exec(script) ?? [];

  it('sends a request that its route takes, also for the second push', () => {
    const sent = parse(request.replace('$to', 'shop-7'));
    expect(parseRequest(sent, TWO_ROUTES[0]!)).toMatchObject({
      mappings: { namespaces: { shop: 'shop-7' } },
      ttl: '3d',
    });
    // The same namespace again, with new data; "fail" would be a blocker, and "update" keeps the former volumes.
    expect(sent.onConflict).toBe('refresh');
  });

  it('runs clone.sh with its request', () => {
    expect(script).toMatch(/> request\.json\s+ci\/clone\.sh prod-to-dev request\.json/);
  });
});

describe('clone.sh', () => {
  const ended = (...args: string[]) => {
    // No curl is found, so that whatever would be sent shows.
    const { status, stderr } = spawnSync('/bin/bash', [`${folder}/clone.sh`, ...args], {
      env: {
        PATH: '/nowhere',
        AWS_REGION: 'r',
        AWS_ACCESS_KEY_ID: 'i',
        AWS_SECRET_ACCESS_KEY: 's',
        IDEMPOTENCY_KEY: 'k',
      },
      encoding: 'utf8',
    });
    return { status, stderr };
  };

  it('sends nothing for a request that does not exist, which would be a clone of everything', () => {
    const { status, stderr } = ended('prod-to-dev', '/no/request.json');
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('there is no such file') });
    expect(stderr).not.toContain('curl');
  });

  it('says how it is called', () => {
    expect(ended('prod-to-dev')).toMatchObject({ status: 2, stderr: 'usage: clone.sh <route> <request.json>\n' });
  });
});
