import type { Template, TemplateResource } from './template/template.ts';

/** Logical ids, each behind those that it needs. Throws for a cycle, naming it. */
export function creationOrder({ Resources }: Template): string[] {
  const done = new Set<string>();
  const visit = (id: string, path: string[]) => {
    if (done.has(id)) return;
    if (path.includes(id)) throw new Error(`Circular dependency between resources: ${[...path, id].join(' -> ')}.`);
    for (const needed of needs(Resources[id]!)) if (needed in Resources) visit(needed, [...path, id]);
    done.add(id);
  };
  for (const id of Object.keys(Resources)) visit(id, []);
  return [...done];
}

function needs({ Properties, DependsOn }: TemplateResource): string[] {
  return [...[DependsOn ?? []].flat(), ...references(Properties)];
}

function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, argument]) => {
    if (name === 'Ref') return [String(argument)];
    if (name === 'Fn::GetAtt') return [Array.isArray(argument) ? String(argument[0]) : String(argument).split('.')[0]!];
    if (name === 'Fn::Sub') return [...variables(argument), ...references(argument)];
    return references(argument);
  });
}

function variables(argument: unknown): string[] {
  const text = String(Array.isArray(argument) ? argument[0] : argument);
  return [...text.matchAll(/\$\{([^!}.]+)/g)].map((match) => match[1]!);
}
