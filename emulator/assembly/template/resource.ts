import type { Place, World } from './world.ts';

/** One resource to make: properties with all functions applied. */
export interface NewResource extends Place {
  stack: string;
  logicalId: string;
  // biome-ignore lint/suspicious/noExplicitAny: shapes are CloudFormation's; each handler reads the properties that it lists
  properties: Record<string, any>;
  /** Folder or file behind the object key of an asset. Throws when there is none. */
  asset(objectKey: string): string;
  /** `stack-LogicalId`, for resources without a name. */
  generatedName: string;
}

/** What other resources may ask of it. */
export interface Made {
  /** Answer to `Ref`. */
  ref: string;
  /** Answers to `Fn::GetAtt`. */
  attributes?: Record<string, string>;
}

/** One resource type. Properties that are in neither list are refused: nothing of a template is overlooked. */
export interface ResourceType {
  type: string;
  /** What it acts upon. */
  uses: readonly string[];
  /** What has no effect on this machine, such as tags, tracing or retention. */
  keeps?: readonly string[];
  make(resource: NewResource, world: World): Made | Promise<Made>;
}

export const resourceType = (definition: ResourceType): ResourceType => definition;
