/**
 * Names and values of tags that Azure takes (https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations):
 * 512 and 256 characters, none of `<>%&\?/` in a name, 50 of them on one thing. Names that begin as Azure's own are kept for it
 * (https://learn.microsoft.com/rest/api/resources/tags/create-or-update).
 */
const NAME = { most: 512, never: /[<>%&\\?/]|^(?:microsoft|azure|windows)/i };
const VALUE_MOST = 256;
/** Four of 50 are those of the run itself. */
const MOST = 46;

/** Those that Azure takes, and the names of the others. Names that differ in letter case alone are one to Azure. */
export function azureTags(tags: Record<string, string>): { kept: Record<string, string>; left: string[] } {
  const seen = new Set<string>();
  const fits = ([name, value]: [string, string]) => {
    const isNew = !seen.has(name.toLowerCase());
    seen.add(name.toLowerCase());
    return isNew && name.length <= NAME.most && !NAME.never.test(name) && value.length <= VALUE_MOST;
  };
  const entries = Object.entries(tags).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const kept = entries.filter(fits).slice(0, MOST);
  const names = new Set(kept.map(([name]) => name));
  return {
    kept: Object.fromEntries(kept),
    left: entries.map(([name]) => name).filter((name) => !names.has(name)),
  };
}
