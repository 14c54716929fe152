import { CfnOutput, type Environment, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Route } from '../../core/base/request/route.ts';
import type { ScheduleConfig } from '../../core/base/request/schedule.ts';
import { machineName, routesStackName, UNDELIVERED } from '../../core/base/run/names.ts';
import { routeAlarm } from '../alarms.ts';
import { functionArn, partitionOf } from '../arns.ts';
import { EVENTS_TOPIC } from '../events-topic.ts';
import { FUNCTIONS } from '../functions/functions.data.ts';
import {
  arnSubstitution,
  CHILD_MACHINES,
  type Definition,
  ROUTE_MACHINE,
  readDefinitions,
} from '../machines/definition.ts';
import { Machine } from '../machines/machine.ts';
import { scheduleRoutes } from '../schedules/schedules.ts';
import { HANDED_VERSION, handedOver } from './handed-over.ts';

export interface RoutesStackProps {
  env: Required<Environment>;
  stack: string;
  /** Those that name the stack. */
  routes: readonly Route[];
  schedules: readonly ScheduleConfig[];
}

/**
 * Routes beside the hub: for each its machine, what starts it by a schedule, and its alarm. Functions and child machines are the
 * hub's, which says by parameters which versions of them it has; it is deployed first.
 */
export class RoutesStack extends Stack {
  constructor(scope: Construct, id: string, { env, stack, routes, schedules }: RoutesStackProps) {
    super(scope, id, { env, description: `kubeferry: the routes of ${routesStackName(stack)}` });
    const { account, region } = env;
    const arn = (service: string, resource: string) =>
      `arn:${partitionOf(region)}:${service}:${region}:${account}:${resource}`;
    const machines = new RouteMachines(this, 'Machines', { env, routes }).all;
    scheduleRoutes(new Construct(this, 'Schedules'), { machines, schedules, undelivered: arn('sqs', UNDELIVERED) });
    const alarms = new Construct(this, 'Alarms');
    const topic = Topic.fromTopicArn(this, 'Events', arn('sns', EVENTS_TOPIC));
    new CfnOutput(this, 'Version', {
      value: StringParameter.valueForStringParameter(this, handedOver(HANDED_VERSION)),
      description: 'Of what the hub had handed over when the stack was deployed',
    });
    for (const machine of machines) {
      routeAlarm(alarms, machine, topic);
      new CfnOutput(this, `${machine.node.id}-arn`, { value: machine.stateMachine.stateMachineArn });
    }
  }
}

class RouteMachines extends Construct {
  readonly all: readonly Machine[];

  constructor(scope: Construct, id: string, { env, routes }: Pick<RoutesStackProps, 'env' | 'routes'>) {
    super(scope, id);
    const definition = readDefinitions().find(({ file }) => file === ROUTE_MACHINE)!;
    const called = calledBy(definition, env);
    const substitutions = Object.fromEntries(
      [...called.functions.map(({ step }) => step), ...called.children.map(({ file }) => file)]
        .map(arnSubstitution)
        .map((name) => [name, StringParameter.valueForStringParameter(this, handedOver(name))]),
    );
    this.all = routes.map(
      ({ name }) =>
        new Machine(this, name, { definition, name, ...called, substitutions: { ...substitutions, Route: name } }),
    );
  }
}

/** The hub's functions and machines that a definition names, by their names: no stack imports anything of the other. */
function calledBy({ substitutions }: Definition, { account, region }: Required<Environment>) {
  const isCalled = (name: string) => substitutions.includes(arnSubstitution(name));
  const machine = `arn:${partitionOf(region)}:states:${region}:${account}:stateMachine`;
  return {
    functions: FUNCTIONS.filter(({ step }) => isCalled(step)).map(({ step }) => ({
      step,
      function: { functionArn: functionArn(account, region, `kubeferry-${step}`) },
    })),
    children: CHILD_MACHINES.filter(isCalled).map((file) => ({
      file,
      machineName: machineName(file),
      stateMachine: { stateMachineArn: `${machine}:${machineName(file)}` },
    })),
  };
}
