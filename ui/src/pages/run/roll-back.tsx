import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useReport } from '../../api/queries.ts';
import type { Ref, Report, Run } from '../../api/types.ts';
import { refText } from '../../parts/ref-text.ts';
import { Loading } from '../../parts/states.tsx';
import { en } from '../../texts/en.ts';

interface RollBackProps {
  run: Run;
  onClose(): void;
  onSure(): void;
}

/** Asks with what goes: the objects and volumes that the run has made. The id is typed where a cluster goes as well. */
export function RollBackDialog({ run, onClose, onSure }: RollBackProps) {
  const report = useReport(run.route, run.id);
  const [typed, type] = useState('');
  const cluster = clusterOf(run);
  const sure = !cluster || typed === run.id;
  return (
    <Modal
      visible
      header={en.rollBack.title}
      closeAriaLabel={en.rollBack.no}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={onClose}>{en.rollBack.no}</Button>
            <Button variant="primary" disabled={!sure} onClick={onSure}>
              {en.rollBack.yes}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {report.isPending ? (
          <Loading />
        ) : report.data ? (
          <Preview report={report.data} />
        ) : (
          <div>{en.rollBack.unknown}</div>
        )}
        {cluster ? (
          <FormField label={en.rollBack.typeId(run.id)}>
            <Input value={typed} onChange={({ detail }) => type(detail.value)} />
          </FormField>
        ) : null}
      </SpaceBetween>
    </Modal>
  );
}

/** Whether the run has made its cluster, which then goes as well. */
const clusterOf = ({ request }: Run): boolean =>
  (request as { target?: { createCluster?: boolean } }).target?.createCluster === true;

interface Result {
  ref: Ref;
  before: string;
}

/** More of them help nobody to decide. */
const SHOWN = 30;

function Preview({ report }: { report: Report }) {
  const results = (report.results as Result[] | undefined) ?? [];
  const made = results.filter(({ before }) => before === 'absent');
  const restored = results.filter(({ before }) => before === 'present');
  const volumes = report.volumes.filter(({ targetVolumeId, keeps }) => targetVolumeId && !keeps);
  return (
    <>
      <div>{en.rollBack.goes(made.length, volumes.length, restored.length)}</div>
      <ul>
        {volumes.map(({ claim, targetVolumeId }) => (
          <li key={claim}>{en.rollBack.volume(claim, targetVolumeId ?? '')}</li>
        ))}
        {made.slice(0, SHOWN).map(({ ref }) => (
          <li key={refText(ref)}>{refText(ref)}</li>
        ))}
      </ul>
      {made.length > SHOWN ? <div>{en.rollBack.more(made.length - SHOWN)}</div> : null}
    </>
  );
}
