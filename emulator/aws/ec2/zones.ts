/** Three zones a Region, as most have. */
const LETTERS = ['a', 'b', 'c'] as const;

/** `use1` of `us-east-1`: how AWS abbreviates Regions in zone IDs (https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html). */
function abbreviation(region: string): string {
  const [area = '', direction = '', number = ''] = region.split('-');
  const short = direction.replace(/(north|south|east|west|central)/g, (word) => word[0]!);
  return `${area}${short}${number}`;
}

/** Names and IDs of a Region's zones. */
export const zonesOf = (region: string): { name: string; id: string }[] =>
  LETTERS.map((letter, index) => ({ name: `${region}${letter}`, id: `${abbreviation(region)}-az${index + 1}` }));
