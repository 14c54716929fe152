import { Duration } from 'aws-cdk-lib';
import {
  Dashboard as Board,
  GraphWidget,
  type IMetric,
  Metric,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { StepFunction } from './functions/step-function.ts';

/** What people call the dashboard by. */
const DASHBOARD = 'kubeferry';

const HOUR = Duration.hours(1);
const DAY = Duration.days(1);
const WIDE = 24;
const HALF = 12;
const HEIGHT = 6;

export interface DashboardProps {
  /** Of all routes, in whichever stack they are. */
  routes: readonly { name: string; stateMachine: IStateMachine }[];
  functions: readonly StepFunction[];
  undelivered: IQueue;
}

/**
 * One screen of what Step Functions, Lambda and SQS count by themselves: runs of each route, how long they take, and what
 * is behind an alarm. kubeferry publishes no metric for it.
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { routes, functions, undelivered }: DashboardProps) {
    super(scope, id);
    const ofRoutes = (metric: (route: (typeof routes)[number]) => IMetric) => routes.map(metric);
    const labelled = (route: (typeof routes)[number]) => ({ label: route.name, period: HOUR });
    const board = new Board(this, 'Board', { dashboardName: DASHBOARD });
    board.addWidgets(
      new TextWidget({
        width: WIDE,
        height: 2,
        markdown: '## kubeferry\nRuns of each route. The alarms and what to do are in docs/runbook.md.',
      }),
    );
    board.addWidgets(
      new SingleValueWidget({
        title: 'Failed in a day',
        width: HALF,
        height: 3,
        metrics: ofRoutes(({ name, stateMachine }) =>
          stateMachine.metricFailed({ label: name, period: DAY, statistic: 'Sum' }),
        ),
      }),
      new SingleValueWidget({
        title: 'Scheduled runs that did not start',
        width: HALF,
        height: 3,
        metrics: [undelivered.metricApproximateNumberOfMessagesVisible({ period: HOUR })],
      }),
    );
    board.addWidgets(
      graph(
        'Succeeded',
        ofRoutes((route) => route.stateMachine.metricSucceeded({ ...labelled(route), statistic: 'Sum' })),
      ),
      graph(
        'Failed',
        ofRoutes((route) => route.stateMachine.metricFailed({ ...labelled(route), statistic: 'Sum' })),
      ),
    );
    board.addWidgets(
      graph(
        'How long runs take',
        ofRoutes((route) => route.stateMachine.metricTime({ ...labelled(route), statistic: 'p95' })),
      ),
      // Without dimensions: over all functions of the account and Region, since they share one concurrency.
      graph('Functions that run at a time, and that wait', [
        new Metric({ namespace: 'AWS/Lambda', metricName: 'ConcurrentExecutions', statistic: 'Maximum', period: HOUR }),
        new Metric({ namespace: 'AWS/Lambda', metricName: 'Throttles', statistic: 'Sum', period: HOUR }),
      ]),
    );
    const longest = functions.filter(({ step }) => SLOW.includes(step));
    board.addWidgets(
      graph(
        'How long the longest functions take',
        longest.map((fn) => fn.function.metricDuration({ label: fn.step, period: HOUR, statistic: 'Maximum' })),
        WIDE,
      ),
    );
  }
}

/** Those that work through all objects or blocks of a clone, and so may come near to their time limit. */
const SLOW = ['plan-clone', 'export-manifests', 'translate-manifests', 'apply-shard', 'copy-segment', 'verify-clone'];

const graph = (title: string, left: IMetric[], width = HALF) => new GraphWidget({ title, width, height: HEIGHT, left });
