import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Request } from '../../api/types.ts';
import { scheduleCommandOf } from '../../parts/command-of.ts';
import { Copy } from '../../parts/copy.tsx';
import { en } from '../../texts/en.ts';
import type { ScheduleBody } from './when.ts';

interface ScheduleBoxProps {
  word: 'create' | 'update';
  route: string;
  name: string;
  body: ScheduleBody;
}

/** The same schedule for the command line, and as JSON for a pipeline. */
export const ScheduleBox = ({ word, route, name, body }: ScheduleBoxProps) => (
  <ExpandableSection headerText={en.request.title}>
    <SpaceBetween size="s">
      <div>
        <Copy text={scheduleCommandOf(word, route, name || 'nightly', { ...body, request: body.request as Request })} />
      </div>
      <section aria-label={en.schedules.json}>
        <pre className="code">{JSON.stringify(body, null, 2)}</pre>
      </section>
    </SpaceBetween>
  </ExpandableSection>
);
