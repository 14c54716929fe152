/** The stack of a route that is not in the hub's. */
export interface RouteStack {
  name: string;
  /** Version of what the hub hands over to such stacks now. */
  hub: string;
  /** The one that the stack was deployed with; undefined of a stack that says none. */
  version(): Promise<string | undefined>;
}

/**
 * A route in a stack of its own keeps calling what the hub had when that stack was deployed: versions of functions and
 * machines are kept. What to do when the hub was deployed since; undefined when it was not.
 */
export const sayOlder = (
  route: string,
  { name, hub }: Pick<RouteStack, 'name' | 'hub'>,
  version: string | undefined,
): string | undefined =>
  version === hub
    ? undefined
    : `Stack ${name} was deployed with ${version ? `version ${version}` : 'no version'} of the hub, which has version ${hub} by now: runs of route "${route}" are still those of the hub before, without what was added or corrected since. Deploy the stack again, after the hub.`;
