import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeferry-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the real command, as `npx kubeferry` does, in a folder of its own. */
function kubeferry(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, 'cli/main.ts'), ...args], { cwd: folder });
  const ended: Ended = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    ended.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    ended.err += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...ended, code })));
}

const file = (name: string, content: string) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('a command with mistakes', () => {
  it.each([
    [['demo', '--jsn'], '(Did you mean --json?)'],
    [['dmo'], '(Did you mean demo?)'],
    [['translate', '--out', 'new'], "required option '--in <path...>' or '--velero <file>' not specified"],
    [['demo', 'shop'], "too many arguments for 'demo'"],
  ])('%j: ends with 2 and says what is meant', async (args, sentence) => {
    const { code, out, err } = await kubeferry(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
  });

  it('gets all of them at once, and nothing is started', async () => {
    const flags = ['--strategy', 'teleport', '--disk', 'here', '--disk', 'a/b=/no/file', '--map-namespace', 'A=b'];
    const { code, out, err } = await kubeferry('demo', '--manifests', '/not/there', ...flags);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    for (const words of [
      'the input has 5 mistakes; nothing was started',
      '/not/there: there is no such file or folder',
      '--disk here: write NAMESPACE/PVC=FILE',
      'there is no file /no/file',
      '--map-namespace A=b: write SOURCE=TARGET',
      '--strategy teleport: choose one of auto, use-snapshot, share-and-copy, copy-blocks, write-image, hand-over, skip',
    ])
      expect(err).toContain(words);
  });

  it.each([
    [['rollback', 'prod-to-dev', '', '--json'], '<id> is empty: is a variable of your shell not set?'],
    [['plan', 'prod-to-dev', '--namespce', 'shop', '--json'], "unknown option '--namespce'"],
  ])('%j says so in one JSON document, and calls nothing', async (args, detail) => {
    const { code, out, err } = await kubeferry(...args);
    expect(code).toBe(2);
    expect(JSON.parse(out).detail).toContain(detail);
    expect(err).toContain(detail);
  });

  it('is told file, document and line of a manifest that is no YAML', async () => {
    const path = file('broken.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: fine}\n---\nkind: [Broken\n');
    const { code, err } = await kubeferry('demo', '--manifests', path);
    expect(code).toBe(2);
    expect(err).toMatch(/broken\.yaml, document 2: .*line 6/);
  });

  it('is told ports and speeds that cannot be', async () => {
    const { code, err } = await kubeferry('local', '--port', '99999', '--speed', '0');
    expect(code).toBe(2);
    expect(err).toContain('--port 99999: write a number from 0 to 65535');
    expect(err).toContain('--speed 0: write a number above 0');
  });
});

describe('translate', () => {
  const SECRET = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login', namespace: 'shop' } };
  const POD = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      containers: [
        {
          name: 'web',
          image: 'example.com/web:1',
          env: [{ name: 'URL', value: 'postgres://shop:hunter2@db.shop.svc.cluster.local/orders' }],
        },
      ],
    },
  };

  it('keeps passwords out of the report, and in the manifests that need them', async () => {
    const manifests = file(
      'secret.json',
      JSON.stringify({ kind: 'List', items: [{ ...SECRET, stringData: { password: 'seen-by-nobody' } }, POD] }),
    );
    const options = file('options.yaml', 'mappings: { namespaces: { shop: shop-test } }');
    const out = join(folder, 'translated');
    const { code, out: printed } = await kubeferry('translate', '--in', manifests, '--options', options, '--out', out);
    expect(code).toBe(0);
    const report = readFileSync(join(out, 'report.json'), 'utf8');
    for (const secret of ['hunter2', 'seen-by-nobody']) expect(report + printed).not.toContain(secret);
    const translated = readdirSync(out)
      .filter((name) => name !== 'report.json')
      .map((name) => readFileSync(join(out, name), 'utf8'))
      .join('');
    for (const secret of ['hunter2', 'seen-by-nobody', 'db.shop-test.svc']) expect(translated).toContain(secret);
    expect(report).toContain('postgres://shop:***@db.shop-test.svc.cluster.local/orders');
  });

  it('prints every changed field, and writes nothing then unless it is asked to', async () => {
    const manifests = file('diff.json', JSON.stringify({ kind: 'List', items: [SECRET, POD] }));
    const options = file('diff.yaml', 'mappings: { images: { example.com: example.net } }');
    const before = readdirSync(folder);
    const { code, out } = await kubeferry('translate', '--in', manifests, '--options', options, '--diff');
    expect(code).toBe(0);
    expect(out).toMatch(
      /In shop\n {2}~ Pod web\n {6}map-images\n {8}~ \/spec\/containers\/0\/image: "example.com\/web:1" -> "example.net\/web:1"\n/,
    );
    expect(readdirSync(folder)).toEqual(before);
  });

  it('reads a Velero backup, with no word of the cluster that it is from', async () => {
    const backup = join(ROOT, 'test/fixtures/velero/team/backups/csi-1/csi-1.tar.gz');
    const gp3 =
      '{ apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: { name: gp3 }, provisioner: ebs.csi.aws.com }';
    const options = file(
      'skip.yaml',
      `skippedClaims: [shop/db, shop/files, shop/queue]\ntarget: { storageClasses: [${gp3}] }\n`,
    );
    const told = await kubeferry('translate', '--velero', backup, '--diff');
    expect(told.code).toBe(3);
    expect(told.err).toContain('Here --options names such a claim: in skippedClaims for an empty volume');
    const out = join(folder, 'from-velero');
    const { code, err } = await kubeferry('translate', '--velero', backup, '--options', options, '--out', out);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const files = readdirSync(out).filter((name) => name.startsWith('0'));
    expect(files.map((name) => name.replace(/^\d+-/, ''))).toEqual([
      'namespace-shop.yaml',
      'configmap-shop-settings.yaml',
      'persistentvolumeclaim-shop-db.yaml',
      'persistentvolumeclaim-shop-files.yaml',
      'persistentvolumeclaim-shop-queue.yaml',
    ]);
    for (const name of files) expect(readFileSync(join(out, name), 'utf8')).not.toContain('velero.io');
  });

  it('says of another file that it is no backup', async () => {
    const { code, err } = await kubeferry('translate', '--velero', join(ROOT, 'package.json'), '--out', 'nowhere');
    expect(code).toBe(2);
    expect(err).toMatch(/package\.json: The tarball of the backup cannot be read/);
  });

  it('refuses wrong options and a folder that somebody uses, together', async () => {
    mkdirSync(join(folder, 'used'), { recursive: true });
    file('used/mine.txt', 'mine');
    const manifests = file('one.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n');
    const options = file('wrong.yaml', 'profile: copy\nmapings: {}\n');
    const out = join(folder, 'used');
    const { code, err } = await kubeferry('translate', '--in', manifests, '--options', options, '--out', out);
    expect(code).toBe(2);
    for (const words of ['profile', 'mapings', 'the folder is not empty']) expect(err).toContain(words);
    expect(readdirSync(out)).toEqual(['mine.txt']);
  });
});

it('prints the one right that a hand-over needs in the source, for kubectl, and takes no other option with it', async () => {
  const { code, out } = await kubeferry('rbac', '--hand-over');
  expect(code).toBe(0);
  const objects = parseAllDocuments(out).flatMap((document) => (document.contents ? [document.toJSON()] : []));
  expect(objects).toMatchObject([
    { kind: 'ClusterRole', rules: [{ apiGroups: [''], resources: ['persistentvolumes'], verbs: ['patch'] }] },
    { kind: 'ClusterRoleBinding', subjects: [{ kind: 'Group', name: 'kubeferry:hands-over' }] },
  ]);
  const refused = await kubeferry('rbac', '--hand-over', '--quiesce', 'shop');
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('and goes with no other option')]);
});
