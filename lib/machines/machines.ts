import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Route } from '../../core/base/request/route.ts';
import type { StepFunction } from '../functions/step-function.ts';
import type { RunRecords } from '../run-records.ts';
import { arnSubstitution, childrenFirst, type Definition, ROUTE_MACHINE, readDefinitions } from './definition.ts';
import { Machine } from './machine.ts';

export interface MachinesProps {
  routes: readonly Route[];
  functions: readonly StepFunction[];
  records: RunRecords;
  /** Where people hear of clones. */
  topic: ITopic;
}

/** One machine a file of `statemachines/`, and `clone-workload` once for each route. */
export class Machines extends Construct {
  /** Shared by all routes. */
  readonly children: readonly Machine[];
  /** What users start, but for routes in stacks of their own. */
  readonly routes: readonly Machine[];
  /** What a route's machine calls, by the names of its definition. */
  readonly called: Readonly<Record<string, string>>;
  /** A short name of what the machine of a route is and calls, which is another one as soon as any of it is. */
  readonly version: string;

  constructor(scope: Construct, id: string, { routes, functions, records, topic }: MachinesProps) {
    super(scope, id);
    const made: Machine[] = [];
    const versions: [string, string][] = [];
    const valuesFor = (definition: Definition, own: Record<string, string>) =>
      pick(
        new Map<string, string>([
          ...Object.entries(own),
          ['Bucket', records.bucket.bucketName],
          ['EventsTopicArn', topic.topicArn],
          ...functions.map((fn): [string, string] => [arnSubstitution(fn.step), fn.version.functionArn]),
          ...versions,
        ]),
        definition,
      );
    const make = (definition: Definition, name: string, own: Record<string, string>) => {
      const children = made.filter((child) => definition.substitutions.includes(arnSubstitution(child.file)));
      const substitutions = valuesFor(definition, own);
      const props = { definition, name, functions, children, hub: { records, topic }, substitutions };
      const machine = new Machine(this, name, props);
      if (definition.file === ROUTE_MACHINE) return machine;
      versions.push([arnSubstitution(definition.file), machine.publish(props)]);
      return machine;
    };
    const definitions = childrenFirst(readDefinitions());
    for (const definition of definitions.filter(({ file }) => file !== ROUTE_MACHINE)) {
      made.push(make(definition, definition.file, {}));
    }
    this.children = made;
    const ofRoutes = definitions.find(({ file }) => file === ROUTE_MACHINE)!;
    const { Route: _, ...called } = valuesFor(ofRoutes, { Route: '' });
    this.called = called;
    // Which routes there are lies beside the code of start-clone: another route makes no other version of this one.
    const { [arnSubstitution('start-clone')]: __, ...versioned } = called;
    const content = JSON.stringify(Stack.of(this).resolve([ofRoutes.text, versioned]));
    this.version = createHash('sha256').update(content).digest('hex').slice(0, 12);
    this.routes = routes.map(({ name }) => make(ofRoutes, name, { Route: name }));
  }
}

/** The values that a definition asks for. Throws on a name that nothing is called by. */
function pick(known: Map<string, string>, { file, substitutions }: Definition): Record<string, string> {
  const unknown = substitutions.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new Error(
      `statemachines/${file}.asl.json asks for ${unknown.map((name) => `\${${name}}`).join(', ')}, but no function or ` +
        'machine is called that: a name is that of a folder of lambdas/ or a file of statemachines/, and "Arn".',
    );
  }
  return Object.fromEntries(substitutions.map((name) => [name, known.get(name) ?? '']));
}
