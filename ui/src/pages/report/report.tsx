import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { useReport } from '../../api/queries.ts';
import type { Files, Report as ReportOf } from '../../api/types.ts';
import { Copy } from '../../parts/copy.tsx';
import { Findings } from '../../parts/findings.tsx';
import { To } from '../../parts/list.tsx';
import { Objects } from '../../parts/objects/objects.tsx';
import { Answered, Failed } from '../../parts/states.tsx';
import { runPath } from '../../shell/path.ts';
import { en } from '../../texts/en.ts';
import { dollars, gibibytes, span } from '../../texts/format.ts';
import { Arrived } from './arrived.tsx';

/** What a run has moved, changed and left behind. */
export default function Report({ labels: { route = '', id = '' } }: { labels: Record<string, string> }) {
  const report = useReport(route, id);
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={<To path={runPath(route, id)}>{en.report.run}</To>}>
        {en.report.title(id)}
      </Header>
      <Answered query={report} right={`GET/routes/${route}/clones/*`}>
        {(found) => (
          <SpaceBetween size="l">
            <KeyValuePairs columns={4} items={figuresOf(found)} />
            <Arrived volumes={found.volumes} />
            {(found.safety ?? []).map(({ snapshotId, sentence }) => (
              <Alert key={snapshotId} type="info">
                {sentence}
              </Alert>
            ))}
            {found.masking ? <Masked masking={found.masking} /> : null}
            <Findings
              title={en.plan.warnings}
              open
              findings={found.findings.filter(({ severity }) => severity === 'warning')}
            />
            <Findings
              title={en.report.noticed}
              findings={found.findings.filter(({ severity }) => severity === 'info')}
            />
            <Objects folder="clones" route={route} id={id} />
            <Download route={route} id={id} />
            <div>
              {en.report.forward} <Copy text={`kubeferry report ${route} ${id} --html > ${id}.html`} />
            </div>
          </SpaceBetween>
        )}
      </Answered>
    </SpaceBetween>
  );
}

const Masked = ({ masking }: { masking: NonNullable<ReportOf['masking']> }) => (
  <section aria-label={en.report.masked}>
    <Header variant="h2">{en.report.masked}</Header>
    <ul>
      {masking.jobs.map(({ name, outcome, claims, reason }) => (
        <li key={name}>{en.report.maskedBy(name, outcome, claims, reason)}</li>
      ))}
    </ul>
  </section>
);

/** The page that the run has written, as a file to forward: the address is asked for when it is wanted, and good for minutes. */
function Download({ route, id }: { route: string; id: string }) {
  const ask = useMutation({
    mutationFn: () => call<Files>('GET', `/routes/${route}/clones/${id}/files`),
    onSuccess: ({ files }) => {
      const page = files.find(({ name }) => name === 'report.html');
      if (page) location.assign(page.url);
    },
  });
  return (
    <SpaceBetween size="xs">
      <Button iconName="download" loading={ask.isPending} onClick={() => ask.mutate()}>
        {en.report.download}
      </Button>
      {ask.error ? <Failed error={ask.error} right={`GET/routes/${route}/clones/*`} /> : null}
    </SpaceBetween>
  );
}

function figuresOf({ status, objects, volumes, startedAt, endedAt, cost, askedBy, cutOver }: ReportOf) {
  const copied = volumes.filter(({ targetVolumeId, keeps }) => targetVolumeId && !keeps);
  const size = copied.reduce((sum, volume) => sum + Number(volume.sizeGiB ?? 0), 0);
  return [
    { label: en.dashboard.status, value: en.status[status as 'SUCCEEDED'] ?? status },
    { label: en.plan.objects, value: en.plan.objectsAndLeft(objects.applied ?? 0, objects.dropped ?? 0) },
    { label: en.plan.volumes, value: en.dashboard.sized(copied.length, gibibytes(size)) },
    { label: en.report.time, value: span((Date.parse(endedAt) - Date.parse(startedAt)) / 1000) },
    ...downOf(cutOver),
    ...(cost ? [{ label: en.report.cost, value: en.report.costs(dollars(cost.planned), dollars(cost.recorded)) }] : []),
    ...(askedBy ? [{ label: en.dashboard.by, value: askedBy }] : []),
  ];
}

/** Of a migration. */
function downOf(cutOver: ReportOf['cutOver']) {
  const { downSeconds, expectedSeconds } = cutOver ?? {};
  if (downSeconds === undefined) return [];
  const expected = expectedSeconds === undefined ? '' : span(expectedSeconds);
  return [{ label: en.report.down, value: en.report.downFor(span(downSeconds), expected) }];
}
