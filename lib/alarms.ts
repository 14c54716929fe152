import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { StepFunction } from './functions/step-function.ts';
import type { Machine } from './machines/machine.ts';
import type { Machines } from './machines/machines.ts';

const PERIOD = Duration.minutes(5);
const NAMESPACE = 'kubeferry';
const CRASHES = 'FunctionCrashes';

export interface AlarmsProps {
  topic: ITopic;
  machines: Machines;
  functions: readonly StepFunction[];
  /** Where times of schedules end that no machine could be started for. */
  undelivered: IQueue;
}

/**
 * What somebody should look at, on one topic. A function that fails by name is no alarm: the machines retry, wait
 * (`NotYet` is an error to Lambda) or roll back, and the run that fails in the end is what raises the alarm.
 */
export class Alarms extends Construct {
  private readonly topic: ITopic;

  constructor(scope: Construct, id: string, { topic, machines, functions, undelivered }: AlarmsProps) {
    super(scope, id);
    this.topic = topic;
    for (const route of machines.routes) routeAlarm(this, route, topic);
    for (const machine of machines.children.filter(({ file }) => file === 'roll-back')) {
      this.add('roll-back-failed', failures(machine.stateMachine), {
        impact:
          'Something that a failed run made is still there and costs money, or a source workload is still scaled down.',
        heading: 'A roll-back is incomplete',
      });
    }
    for (const machine of machines.children.filter(({ file }) => file === 'remove-expired')) {
      this.add('removal-failed', failures(machine.stateMachine), {
        impact:
          'Something of a clone whose time to live is over is still there and costs money; each hour tries again.',
        heading: 'A clone outlived its time',
      });
    }
    this.add('schedule-undelivered', undelivered.metricApproximateNumberOfMessagesVisible({ period: PERIOD }), {
      impact: 'A scheduled clone did not start: Scheduler could not start the machine for an hour.',
      heading: 'A schedule was not delivered',
    });
    for (const fn of functions) countCrashes(fn);
    this.add('function-crashed', sum(NAMESPACE, CRASHES), {
      impact:
        'A function ended without an answer (out of memory, out of time, or before it began): its run is slower, or fails.',
      heading: 'A function crashed',
    });
    // Without dimensions: over all functions of the account and Region, since they share one concurrency.
    this.add('functions-throttled', sum('AWS/Lambda', 'Throttles'), {
      impact: 'Functions wait for their turn, since the account has used up its concurrency: all runs are slower.',
      heading: 'Functions are throttled',
    });
  }

  private add(name: string, metric: IMetric, told: Told): void {
    alarm(this, name, metric, told, this.topic);
  }
}

interface Told {
  impact: string;
  /** Of docs/runbook.md. */
  heading: string;
}

/** That a clone of a route failed. */
export function routeAlarm(scope: Construct, { node: { id }, stateMachine }: Machine, topic: ITopic): void {
  const told = {
    impact: `A clone on the route ${id} did not arrive. What it had made was rolled back, unless the alarm of the roll-back fires as well.`,
    heading: 'A clone failed',
  };
  alarm(scope, `${id}-failed`, failures(stateMachine), told, topic);
}

function alarm(scope: Construct, name: string, metric: IMetric, { impact, heading }: Told, topic: ITopic): void {
  new Alarm(scope, name, {
    alarmName: `kubeferry-${name}`,
    alarmDescription: `${impact} What to do: docs/runbook.md#${heading.toLowerCase().replaceAll(' ', '-')}`,
    metric,
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  }).addAlarmAction(new SnsAction(topic));
}

const failures = (machine: StateMachine) =>
  new MathExpression({
    label: 'failed or timed out',
    expression: 'failed + timedOut',
    usingMetrics: { failed: machine.metricFailed(), timedOut: machine.metricTimedOut() },
    period: PERIOD,
  });

const sum = (namespace: string, metricName: string) =>
  new Metric({ namespace, metricName, statistic: 'Sum', period: PERIOD });

/**
 * Counts the platform's own reports of time-outs and dead runtimes
 * (https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html#platform-report).
 */
function countCrashes(fn: StepFunction): void {
  new MetricFilter(fn, 'Crashes', {
    logGroup: fn.logGroup,
    metricNamespace: NAMESPACE,
    metricName: CRASHES,
    metricValue: '1',
    filterPattern: FilterPattern.literal(
      '{ ($.type = "platform.report") && (($.record.status = "timeout") || ($.record.errorType = "Runtime.*")) }',
    ),
  });
}
