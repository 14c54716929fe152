import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useRollBackPreview } from '../../api/queries.ts';
import type { RollBackPreview, Run } from '../../api/types.ts';
import { refText } from '../../parts/ref-text.ts';
import { Answered } from '../../parts/states.tsx';
import { en } from '../../texts/en.ts';

interface RollBackProps {
  run: Run;
  onClose(): void;
  onSure(): void;
}

/** Asks with what goes and what comes back, by the run's ledger. The id is typed where a cluster goes as well. */
export function RollBackDialog({ run, onClose, onSure }: RollBackProps) {
  const preview = useRollBackPreview(run.route, run.id);
  const [typed, type] = useState('');
  const { cluster, refused } = preview.data ?? {};
  const sure = preview.isFetched && !refused && (!cluster || typed === run.id);
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
        <Answered query={preview} right={`GET/routes/${run.route}/clones/*`}>
          {(found) => <Preview preview={found} />}
        </Answered>
        {cluster ? (
          <FormField label={en.rollBack.typeId(run.id)}>
            <Input value={typed} onChange={({ detail }) => type(detail.value)} />
          </FormField>
        ) : null}
      </SpaceBetween>
    </Modal>
  );
}

/** More of them help nobody to decide. */
const SHOWN = 30;

function Preview({ preview }: { preview: RollBackPreview }) {
  const { refused, removed, unsure, restored, stays, objects, volumes, snapshots, cluster, comesBack } = preview;
  const { handedBack = [], cutOverAt } = preview;
  return (
    <SpaceBetween size="s">
      {refused ? <Alert type="warning">{refused}</Alert> : null}
      {cutOverAt ? <Alert type="warning">{en.rollBack.cutOver(cutOverAt)}</Alert> : null}
      <div>{en.rollBack.goes(removed, volumes.length, preview.target)}</div>
      {cluster ? <div>{en.rollBack.cluster(cluster)}</div> : null}
      {snapshots > 0 ? <div>{en.rollBack.snapshots(snapshots)}</div> : null}
      {unsure > 0 ? <div>{en.rollBack.unsure(unsure)}</div> : null}
      {handedBack.map(({ id, claim }) => (
        <div key={id}>{en.rollBack.handedBack(claim, id)}</div>
      ))}
      {comesBack.length > 0 ? <div>{en.rollBack.comesBack(comesBack.join(', '), restored)}</div> : null}
      {stays > 0 ? <div>{en.rollBack.stays(stays)}</div> : null}
      <ul>
        {volumes.map(({ id, claim }) => (
          <li key={id}>{en.rollBack.volume(claim, id)}</li>
        ))}
        {objects.slice(0, SHOWN).map((ref) => (
          <li key={refText(ref)}>{refText(ref)}</li>
        ))}
      </ul>
      {removed > SHOWN ? <div>{en.rollBack.more(removed - SHOWN)}</div> : null}
      {preview.kept?.map(({ at, why }) => (
        <div key={at}>{en.rollBack.kept(at, why)}</div>
      ))}
    </SpaceBetween>
  );
}
