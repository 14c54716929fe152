/** Of 12 lower-case letters and digits, of Windows 6, the first a letter (https://learn.microsoft.com/azure/aks/create-node-pools). */
const MOST = { Linux: 12, Windows: 6 } as const;

/** A name that AKS takes for each node group, in their order and each once: as near as it may be to the group's own. */
export function poolNames(groups: readonly { name: string; osType: 'Linux' | 'Windows' }[]): string[] {
  const taken = new Set<string>();
  return groups.map(({ name, osType }) => {
    const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    const base = /^[a-z]/.test(plain) ? plain : `p${plain}`;
    for (let count = 1; ; count++) {
      const suffix = count === 1 ? '' : String(count);
      const tried = `${base.slice(0, MOST[osType] - suffix.length)}${suffix}`;
      if (taken.has(tried)) continue;
      taken.add(tried);
      return tried;
    }
  });
}
