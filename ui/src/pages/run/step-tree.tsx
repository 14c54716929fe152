import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { hubNow } from '../../api/call.ts';
import type { Step } from '../../api/types.ts';
import { en } from '../../texts/en.ts';
import { span } from '../../texts/format.ts';
import { type Span, timeAxis } from './time-axis.ts';

const TYPES: Record<Step['status'], StatusIndicatorProps.Type> = {
  running: 'in-progress',
  succeeded: 'success',
  failed: 'error',
  stopped: 'stopped',
};

/** The steps as a list, which readers hear, with a bar of each in time, which eyes compare. */
export function StepTree({ title, steps }: { title: string; steps: readonly Step[] }) {
  const axis = timeAxis(flat(steps).map((step) => spanOf(step, hubNow())));
  return (
    <SpaceBetween size="s">
      <Header variant="h2">{title}</Header>
      <Steps steps={steps} axis={axis} />
    </SpaceBetween>
  );
}

type Axis = ReturnType<typeof timeAxis>;

const Steps = ({ steps, axis }: { steps: readonly Step[]; axis: Axis }) => (
  <ol className="steps">
    {steps.map((step) => (
      <li key={step.name + step.startedAt}>
        <Row step={step} axis={axis} />
        {step.steps ? <Steps steps={step.steps} axis={axis} /> : null}
      </li>
    ))}
  </ol>
);

function Row({ step, axis }: { step: Step; axis: Axis }) {
  const { from, to } = axis(spanOf(step, hubNow()));
  const took = step.seconds === undefined ? '' : ` ${span(step.seconds)}`;
  return (
    <div className="step">
      <span>
        <StatusIndicator type={TYPES[step.status]}>
          {step.name}
          {step.notNeeded ? ` (${en.run.notNeeded})` : took}
        </StatusIndicator>
        {step.waitingFor ? <div>{en.run.waitsFor(step.waitingFor)}</div> : null}
      </span>
      <svg className="track" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect x="0" y="1" width="100" height="2" />
        <rect className={classOf(step)} x={from} y="0" width={Math.max(0.7, to - from)} height="4" />
      </svg>
    </div>
  );
}

const classOf = ({ status }: Step) => (status === 'running' ? 'going' : status === 'succeeded' ? 'done' : 'failed');

const spanOf = ({ startedAt, endedAt }: Step, now: number): Span => ({
  from: Date.parse(startedAt),
  to: endedAt ? Date.parse(endedAt) : now,
});

const flat = (steps: readonly Step[]): Step[] => steps.flatMap((step) => [step, ...flat(step.steps ?? [])]);
