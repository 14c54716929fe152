import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../kube/kube-object.ts';

interface Source {
  /** Go module with its version, and where its definitions are; of those in this repository none. */
  module?: string;
  /** File or folder of the module, or file of test/fixtures/operators. */
  at: string;
}

/** Where the real types of each operator are; those of Elastic may not be kept here (Elastic License 2.0). */
const TYPES: Record<string, Source> = {
  'operator-cloudnative-pg': { module: 'github.com/cloudnative-pg/cloudnative-pg@v1.30.0', at: 'config/crd/bases' },
  'operator-elastic': { module: 'github.com/elastic/cloud-on-k8s/v3@v3.2.0', at: 'config/crds/v1/all-crds.yaml' },
  'operator-percona-mongodb': {
    module: 'github.com/percona/percona-server-mongodb-operator@v1.22.0',
    at: 'config/crd/bases',
  },
  'operator-percona-mysql': { at: 'percona-mysql.json.gz' },
  'operator-percona-postgresql': {
    module: 'github.com/percona/percona-postgresql-operator/v2@v2.9.0',
    at: 'deploy/crd.yaml',
  },
  'operator-percona-xtradb': { at: 'percona-xtradb.json.gz' },
  'operator-rook': { module: 'github.com/rook/rook@v1.20.6', at: 'deploy/examples/crds.yaml' },
  'operator-strimzi': { at: 'strimzi.json.gz' },
  'operator-zalando': { module: 'github.com/zalando/postgres-operator@v1.15.1', at: 'manifests' },
};

export const OPERATORS: readonly string[] = Object.keys(TYPES);

/** The real definitions of the types of an operator, through the Go module proxy. */
export async function typesOf(operator: string): Promise<KubeObject[]> {
  const { module, at } = TYPES[operator]!;
  if (!module) {
    const file = new URL(`../fixtures/operators/${at}`, import.meta.url);
    return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
  }
  const { stdout } = await promisify(execFile)('go', ['mod', 'download', '-json', module], { cwd: tmpdir() });
  const place = join((JSON.parse(stdout) as { Dir: string }).Dir, at);
  const files = at.endsWith('.yaml') ? [place] : (await readdir(place)).map((name) => join(place, name));
  const texts = await Promise.all(files.filter((name) => name.endsWith('.yaml')).map((name) => readFile(name, 'utf8')));
  const objects = texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as KubeObject));
  return objects.filter((object) => object?.kind === 'CustomResourceDefinition');
}
