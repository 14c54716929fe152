/** What functions wrote, by log group; in memory, complete, in the order of writing. */
export interface LogGroups {
  append(group: string, text: string): void;
  /** Complete lines. */
  read(group: string): string[];
  names(): string[];
}

export function createLogGroups(): LogGroups {
  const groups = new Map<string, string[]>();
  return {
    append(group, text) {
      const texts = groups.get(group) ?? [];
      texts.push(text);
      groups.set(group, texts);
    },
    read: (group) => (groups.get(group) ?? []).join('').split('\n').filter(Boolean),
    names: () => [...groups.keys()],
  };
}
