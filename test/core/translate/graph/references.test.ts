import { expect, it } from 'vitest';
import { referencesOf } from '../../../../core/translate/graph/references-of.ts';
import { POD_TEMPLATES } from '../../../../core/translate/pod-templates.ts';
import { REFERENCES } from '../../../../core/translate/tables/references/references.ts';
import type { ReferenceRow } from '../../../../core/translate/tables/references/row.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';

const nameOf = ({ from, at }: ReferenceRow) => `${from[0]} ${at.join('.')}`;
const VALUES = {
  name: 'thing',
  host: 'thing.other.svc.cluster.local',
  typed: { kind: 'Thing', apiVersion: 'example.com/v1', name: 'thing' },
  labels: { app: 'web' },
  selector: { matchLabels: { app: 'web' } },
};

/** An object of the row's kind that holds such a value where the row says. */
function holding({ from, at, form }: ReferenceRow): KubeObject {
  const kind = from[0] === 'pods' ? 'apps/Deployment' : from[0] === '*' ? 'example.com/Any' : from[0]!;
  const [group = '', name = ''] = kind.split('/');
  const where = from[0] === 'pods' ? [...POD_TEMPLATES[kind]!, ...at] : at;
  const built = where.reduceRight<unknown>((inner, step) => (step === '*' ? [inner] : { [step]: inner }), VALUES[form]);
  const { metadata = {}, spec = {}, ...rest } = built as Record<string, Record<string, unknown>>;
  return {
    ...rest,
    ...('roleRef' in rest ? {} : { spec }),
    apiVersion: group === '' ? 'v1' : `${group}/v1`,
    kind: name,
    metadata: { name: 'holder', namespace: 'shop', ...metadata },
  };
}

it.each(REFERENCES.map((row) => [nameOf(row), row] as const))('finds what %s refers to', (_, row) => {
  const found = referencesOf(holding(row)).filter((each) => each.row === row);
  expect(found).toHaveLength(1);
  if (row.form === 'labels' || row.form === 'selector') expect(found[0]!.selects?.matchLabels).toEqual({ app: 'web' });
  else if (row.form === 'typed') expect(found[0]!.to).toMatchObject({ kind: 'example.com/Thing', name: 'thing' });
  else expect(found[0]!.to).toEqual({ kind: row.to, name: 'thing', namespace: row.form === 'host' ? 'other' : 'shop' });
});

it('has a source for each row, kinds as a group and a name, and no row twice', () => {
  for (const row of REFERENCES) {
    expect(row.source, nameOf(row)).toMatch(/^https:\/\//);
    for (const kind of [...row.from, ...(row.to === '' ? [] : [row.to])])
      expect(kind, nameOf(row)).toMatch(/^(pods|\*|[a-z0-9.-]*\/[A-Za-z0-9]+)$/);
    if (row.to === '') expect(row.form, nameOf(row)).toBe('typed');
  }
  const all = REFERENCES.flatMap((row) => row.from.map((kind) => `${kind} ${row.at.join('.')} ${row.to}`));
  expect(all.filter((each, at) => all.indexOf(each) !== at)).toEqual([]);
});

it('knows the kinds of each operator and add-on that it promises', () => {
  const groups = new Set(REFERENCES.flatMap(({ from }) => from.map((kind) => kind.split('/')[0])));
  for (const group of [
    'cert-manager.io',
    'argoproj.io',
    'networking.istio.io',
    'gateway.networking.k8s.io',
    'external-secrets.io',
    'monitoring.coreos.com',
    'keda.sh',
    'karpenter.sh',
    'elbv2.k8s.aws',
    'rds.services.k8s.aws',
    'postgresql.cnpg.io',
    'kafka.strimzi.io',
    'elasticsearch.k8s.elastic.co',
    'pxc.percona.com',
    'acid.zalan.do',
    'ceph.rook.io',
  ])
    expect(groups).toContain(group);
});

it('takes a field that is not as the type has it for no reference', () => {
  const odd = (spec: unknown): KubeObject => ({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop' },
    spec,
  });
  for (const spec of [undefined, null, 7, 'text', [], { scaleTargetRef: 'web' }, { scaleTargetRef: { name: 'web' } }])
    expect(referencesOf(odd(spec))).toEqual([]);
  expect(
    referencesOf(odd({ scaleTargetRef: { kind: 'Deployment', apiVersion: 'apps/v1', name: 'web' } })),
  ).toHaveLength(1);
});
