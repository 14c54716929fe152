import { CfnResource } from 'aws-cdk-lib';
import type { HubStack } from './hub-stack.ts';

/** Of one stack (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html). */
const RESOURCES = 500;
/** The CDK adds up to ten policies to a role whose own grows too long with the routes: that of the API. */
const FURTHER_POLICIES = 10;

/** Refuses more routes than one hub has room for, with how many those are, before CloudFormation counts what they make. */
export function checkRoom(hub: HubStack, routes: readonly { name: string }[]): void {
  const paths = hub.node
    .findAll()
    .filter(CfnResource.isCfnResource)
    .map(({ node }) => node.path.split('/'));
  const more = paths.length + FURTHER_POLICIES - RESOURCES;
  if (more <= 0) return;
  const { name } = routes.at(-1)!;
  const ofOne = paths.filter(([, , part = '']) => part === name || part.startsWith(`${name}-`)).length;
  const room = routes.length - Math.ceil(more / ofOne);
  throw new Error(
    `The configuration has ${routes.length} routes, and one hub has room for ${room}: CloudFormation takes ${RESOURCES} ` +
      `resources in a stack, and a route makes ${ofOne}. Give the others a hub of their own, in another account or Region.`,
  );
}
