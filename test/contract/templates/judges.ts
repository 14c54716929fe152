import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Template } from '../../lib/synthesize.ts';
import type { Policy } from './policies.ts';

export interface Finding {
  /** Stack and logical id, and more where it is known. */
  on: string;
  finding: string;
}

const POLICIES = fileURLToPath(new URL('../judge/policies.py', import.meta.url));
const MOST_BYTES = 2 ** 26;
const run = promisify(execFile);

interface Lint {
  Filename: string;
  Message: string;
  Rule: { Id: string };
  Location: { Path: (string | number)[] };
}

/** cfn-lint with its default rules over all templates, in the Regions where they go. */
export async function lintTemplates(command: string, templates: Record<string, Template>): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kubeferry-templates-'));
  try {
    const files = Object.entries(templates).map(([name, template]) => {
      const file = join(folder, `${name}.json`);
      writeFileSync(file, JSON.stringify(template));
      return file;
    });
    // It ends with the sum of the severities that it has found.
    const lint = run(command, ['--format', 'json', '--regions', ...REGIONS, '--template', ...files], {
      maxBuffer: MOST_BYTES,
    });
    const { stdout } = await lint.catch((error: { stdout?: string }) => {
      if (error.stdout) return { stdout: error.stdout };
      throw error;
    });
    return (JSON.parse(stdout) as Lint[]).map(({ Filename, Message, Rule, Location }) => ({
      on: `${Filename.replace(/^.*\/|\.json$/g, '')} ${Location.Path.slice(1).join(' ')}`,
      finding: `${Rule.Id} ${Message}`,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const REGIONS = ['eu-west-1', 'us-east-1', 'eu-central-1'];

/**
 * parliament over all policies. It knows identity policies: a trust policy gets the role that it stands at as its
 * resource, and a policy of a key the key that AWS means by `*` there.
 */
export async function judgeByParliament(python: string, policies: readonly Policy[]): Promise<Finding[]> {
  const input = policies.map(({ name, kind, document }) => ({
    name,
    document: { ...document, Statement: document.Statement.map((each) => (kind === 'identity' ? each : about(each))) },
  }));
  const judged = run(python, [POLICIES], { maxBuffer: MOST_BYTES });
  judged.child.stdin?.end(JSON.stringify(input));
  const found = JSON.parse((await judged).stdout) as { name: string; issue: string; detail: string }[];
  return found.map(({ name, issue, detail }) => ({ on: name, finding: `${issue} ${detail}` }));
}

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';
const ROLE = 'arn:aws:iam::111122223333:role/itself';

function about(statement: Policy['document']['Statement'][number]) {
  if (statement.Resource === undefined) return { ...statement, Resource: ROLE };
  return statement.Resource === '*' ? { ...statement, Resource: KEY } : statement;
}
