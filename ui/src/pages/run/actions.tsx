import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Method } from '../../api/call.ts';
import type { Rights } from '../../api/rights.ts';
import type { Run } from '../../api/types.ts';
import { Failed } from '../../parts/states.tsx';
import { en } from '../../texts/en.ts';
import { RollBackDialog } from './roll-back.tsx';

/** What may be done with the run as it stands, by whoever looks at it; what IAM refuses is not shown. */
export function Actions({ run, may }: { run: Run; may: Rights }) {
  const [asking, setAsking] = useState(false);
  const { route, id, status } = run;
  const path = `/routes/${route}/clones/${id}`;
  const act = useAct(route, id);
  const going = status === 'RUNNING';
  const stopped = status === 'ABORTED' || status === 'TIMED_OUT';
  const undone = run.rollBack !== undefined;
  const mayUndo = may.rollBack && !going && run.mode === 'clone' && !undone;
  return (
    <SpaceBetween size="xs">
      <SpaceBetween size="xs" direction="horizontal">
        {may.stop && going ? <Button onClick={() => act.mutate(['POST', `${path}/stop`])}>{en.run.stop}</Button> : null}
        {may.retry && stopped && !undone ? (
          <Button onClick={() => act.mutate(['POST', `${path}/retry`])}>{en.run.retry}</Button>
        ) : null}
        {may.cleanUp && run.left ? (
          <Button onClick={() => act.mutate(['POST', `${path}/clean-up`])}>{en.run.doCleanUp}</Button>
        ) : null}
        {mayUndo ? <Button onClick={() => setAsking(true)}>{en.run.doRollBack}</Button> : null}
      </SpaceBetween>
      {act.error ? <Failed error={act.error} /> : null}
      {asking ? (
        <RollBackDialog
          run={run}
          onClose={() => setAsking(false)}
          onSure={() => {
            setAsking(false);
            act.mutate(['DELETE', path]);
          }}
        />
      ) : null}
    </SpaceBetween>
  );
}

function useAct(route: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ([method, path]: [Method, string]) => call(method, path),
    onSettled: () => client.invalidateQueries({ queryKey: ['run', route, id] }),
  });
}
