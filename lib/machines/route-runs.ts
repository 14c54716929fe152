import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Route } from '../../core/base/request/route.ts';
import { machineName } from '../../core/base/run/names.ts';
import { CHILD_MACHINES } from './definition.ts';

/** Where routes are in stacks of their own there may be hundreds, and no policy has room for each of their names. */
export const areMany = (routes: readonly Pick<Route, 'stack'>[]) => routes.some(({ stack }) => stack !== undefined);

/** A right on the machines or the runs of all routes. */
export interface RouteRight {
  sid: string;
  actions: string[];
  on: 'machine' | 'run';
  /** Child machines that it is a right on as well, such as `roll-back`. */
  children?: readonly string[];
}

/**
 * The statements of a right on the machines, or the runs, of all routes. Of few routes each is named; of many all machines of
 * kubeferry are but those that are no route's, which a second statement denies, with their versions and the runs of their maps
 * (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-version.html). `prefix` is
 * `arn:aws:states:eu-west-1:111122223333`.
 */
export function routeRight(
  { sid, actions, on, children = [] }: RouteRight,
  routes: readonly Pick<Route, 'name' | 'stack'>[],
  prefix: string,
): PolicyStatement[] {
  const arns = (names: readonly string[]) =>
    names.map((name) =>
      on === 'machine' ? `${prefix}:stateMachine:${machineName(name)}` : `${prefix}:execution:${machineName(name)}:*`,
    );
  if (!areMany(routes))
    return [new PolicyStatement({ sid, actions, resources: arns([...routes.map(({ name }) => name), ...children]) })];
  const others = CHILD_MACHINES.filter((file) => !children.includes(file)).map(machineName);
  const denied = others.flatMap((name) =>
    on === 'machine'
      ? [`${prefix}:stateMachine:${name}`, `${prefix}:stateMachine:${name}:*`]
      : // Child executions of Distributed Maps are called `machine/label:id`.
        [`${prefix}:execution:${name}:*`, `${prefix}:execution:${name}/*`],
  );
  return [
    new PolicyStatement({ sid, actions, resources: arns(['*']) }),
    ...(denied.length > 0
      ? [new PolicyStatement({ sid: `No${sid}OfOthers`, effect: Effect.DENY, actions, resources: denied })]
      : []),
  ];
}
