import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The machine that is made once for each route; every other file makes one machine. */
export const ROUTE_MACHINE = 'clone-workload';

const FOLDER = fileURLToPath(new URL('../../statemachines/', import.meta.url));
const SUFFIX = '.asl.json';

export interface Definition {
  /** File name without `.asl.json`. */
  file: string;
  text: string;
  /** Names between `${` and `}`, each once. */
  substitutions: string[];
  /** Runs its items as executions of their own, which the machine itself starts. */
  hasDistributedMap: boolean;
  /** Lists shards of whole objects, reads items from the bucket, or writes results into it. */
  lists: boolean;
  reads: boolean;
  writes: boolean;
  /** Puts events on the default bus, or publishes on the topic. */
  notifies: boolean;
}

const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith(SUFFIX))
  .map((name) => name.slice(0, -SUFFIX.length))
  .sort();

/** Machines that a route must not be named like. */
export const CHILD_MACHINES: readonly string[] = files.filter((file) => file !== ROUTE_MACHINE);

/** Every machine of `statemachines/`, with what its definition says about the rights that it needs. */
export function readDefinitions(): Definition[] {
  return files.map((file) => {
    const text = JSON.stringify(JSON.parse(readFileSync(`${FOLDER}${file}${SUFFIX}`, 'utf8')));
    return {
      file,
      text,
      substitutions: [...new Set(text.matchAll(/\$\{(\w+)\}/g).map((match) => match[1] ?? ''))],
      hasDistributedMap: text.includes('"Mode":"DISTRIBUTED"'),
      lists: text.includes(':::s3:listObjectsV2'),
      reads: text.includes(':::s3:getObject'),
      writes: text.includes('"ResultWriter":'),
      notifies: text.includes(':::events:putEvents') || text.includes(':::sns:publish'),
    };
  });
}

/** `start-clone` is `${StartCloneArn}` in a definition, be it a function or a machine. */
export const arnSubstitution = (name: string) =>
  `${name.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}Arn`;

/** Children before those that start them. Throws when two machines start each other. */
export function childrenFirst(definitions: Definition[]): Definition[] {
  const ordered: Definition[] = [];
  const visit = (definition: Definition, path: string[]) => {
    if (ordered.includes(definition)) return;
    if (path.includes(definition.file)) {
      throw new Error(
        `The machines ${[...path, definition.file].join(' -> ')} start each other: none could be made first.`,
      );
    }
    for (const child of definitions) {
      if (definition.substitutions.includes(arnSubstitution(child.file))) visit(child, [...path, definition.file]);
    }
    ordered.push(definition);
  };
  for (const definition of definitions) visit(definition, []);
  return ordered;
}
