import { CfnResource, type Stack } from 'aws-cdk-lib';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/** Of one stack (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html). */
const RESOURCES = 500;
/** The CDK adds up to ten policies to a role whose own grows too long with the routes: that of the API. */
const FURTHER_POLICIES = 10;
/** Of a template, in bytes. */
const TEMPLATE_BYTES = 1_000_000;
/** What a resource takes of a template besides the definition of a machine: as measured, and a tenth more. */
const BYTES_OF_A_RESOURCE = 1_250;

/** Refuses more routes than a stack has room for, with how many those are, before CloudFormation counts what they make. */
export function checkRoom(
  stack: Stack,
  all: readonly { name: string; stack?: string | undefined }[],
  of?: string,
): void {
  const routes = all.filter((route) => route.stack === of);
  const resources = stack.node.findAll().filter(CfnResource.isCfnResource);
  const last = routes.at(-1);
  if (!last) return;
  const isOf = (part: string, { name }: { name: string }) => part === name || part.startsWith(`${name}-`);
  const longer = routes.filter((route) => route !== last && isOf(route.name, last));
  const ofLast = resources.filter(({ node }) => {
    const [, , part = ''] = node.path.split('/');
    return isOf(part, last) && !longer.some((route) => isOf(part, route));
  });
  // The hub comes to its end by its resources: 23 routes make a template of 880,000 bytes.
  const more =
    of === undefined
      ? (resources.length + FURTHER_POLICIES - RESOURCES) / ofLast.length
      : (bytesOf(resources) - TEMPLATE_BYTES) / bytesOf(ofLast);
  if (more <= 0) return;
  const room = routes.length - Math.ceil(more);
  throw new Error(
    `${of === undefined ? 'The configuration has' : `The stack "${of}" has`} ${routes.length} routes, and ${of === undefined ? 'the stack of the hub' : 'it'} has room for ${room}: ` +
      `CloudFormation takes ${RESOURCES} resources in a stack and a template of ${TEMPLATE_BYTES} bytes, and a route makes ${ofLast.length} of about ` +
      `${bytesOf(ofLast)}. Name a stack for the others: stack: 'team-a' in each of up to ${mostBeside(ofLast)} routes.`,
  );
}

const mostBeside = (ofOne: CfnResource[]) =>
  Math.floor(Math.min(RESOURCES / ofOne.length, TEMPLATE_BYTES / bytesOf(ofOne)));

const bytesOf = (resources: CfnResource[]) =>
  resources.reduce((bytes, resource) => bytes + BYTES_OF_A_RESOURCE + definitionBytes(resource), 0);

/** Of a state machine; in a template it is a text in a text. */
const definitionBytes = (resource: CfnResource) =>
  resource instanceof CfnStateMachine ? JSON.stringify(resource.definitionString ?? '').length : 0;
