import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Request, Run } from '../api/types.ts';
import { en } from '../texts/en.ts';
import { commandOf } from './command-of.ts';
import { Copy } from './copy.tsx';

/** The same request for the command line, and as JSON for a pipeline. */
export function RequestBox({
  route,
  request,
  mode = 'clone',
}: {
  route: string;
  request: Request;
  mode?: Run['mode'];
}) {
  return (
    <ExpandableSection headerText={en.request.title}>
      <SpaceBetween size="s">
        <div>
          <Copy text={commandOf(mode, route, request)} />
        </div>
        <section aria-label={en.request.json}>
          <pre className="code">{JSON.stringify(request, null, 2)}</pre>
        </section>
      </SpaceBetween>
    </ExpandableSection>
  );
}
