import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Volume } from '../../api/types.ts';
import { en } from '../../texts/en.ts';
import { gibibytes, span } from '../../texts/format.ts';

/** How far each volume is. */
export const Progress = ({ volumes }: { volumes: readonly Volume[] }) => (
  <SpaceBetween size="s">
    <Header variant="h2">{en.run.volumes}</Header>
    <div className="volumes">
      {volumes.map((volume) => (
        <ProgressBar
          key={volume.claim}
          label={volume.claim}
          value={volume.stage === 'snapshot' ? (volume.snapshotPercent ?? 0) : volume.percent}
          status={volume.stage === 'verified' ? 'success' : 'in-progress'}
          resultText={en.run.stages.verified}
          description={[...stageOf(volume), gibibytes(volume.sizeGiB), ...leftOf(volume)].join(', ')}
          {...(volume.waitingFor ? { additionalInfo: volume.waitingFor } : {})}
        />
      ))}
    </div>
  </SpaceBetween>
);

/** The bar itself says that a volume is verified. */
const stageOf = ({ stage }: Volume) => (stage === 'verified' ? [] : [en.run.stages[stage]]);

const leftOf = ({ estimate }: Volume) => (estimate ? [en.run.left(span(estimate.secondsLeft))] : []);
