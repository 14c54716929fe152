import Grid from '@cloudscape-design/components/grid';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import type { Dimension, ObjectList } from '../../api/types.ts';
import { en } from '../../texts/en.ts';
import type { Filter } from './use-objects.ts';

const SHOWN: readonly Dimension[] = ['rule', 'kind', 'namespace', 'outcome', 'severity'];
const COLUMN = { colspan: { default: 12, xs: 4 } };

interface FiltersProps {
  facets: NonNullable<ObjectList['facets']>;
  filter: Filter;
  setFilter(filter: Filter): void;
}

/** One choice for each way in which objects differ, with how many there are. */
export function Filters({ facets, filter, setFilter }: FiltersProps) {
  const without = (from: Filter, name: Dimension | 'q'): Filter => {
    const { [name]: _, ...rest } = from;
    return rest;
  };
  const choose = (dimension: Dimension, value: string | undefined) =>
    setFilter(value === undefined ? without(filter, dimension) : { ...filter, [dimension]: value });
  return (
    <Grid gridDefinition={[COLUMN, ...SHOWN.map(() => COLUMN)]}>
      <Input
        type="search"
        value={filter.q ?? ''}
        ariaLabel={en.objects.find}
        placeholder={en.objects.find}
        clearAriaLabel={en.newClone.clear}
        onChange={({ detail }) => setFilter(detail.value ? { ...filter, q: detail.value } : without(filter, 'q'))}
      />
      {SHOWN.map((dimension) => {
        const options = optionsOf(dimension, facets[dimension]);
        return (
          <Select
            key={dimension}
            ariaLabel={en.objects.by[dimension]}
            selectedOption={options.find(({ value }) => value === keyOf(filter[dimension])) ?? null}
            options={options}
            onChange={({ detail }) => choose(dimension, fromKey(detail.selectedOption.value))}
          />
        );
      })}
    </Grid>
  );
}

/** The namespace of what is of cluster scope is the empty text, which no option can be. */
const keyOf = (value: string | undefined) => (value === undefined ? 'any' : `is ${value}`);
const fromKey = (key = 'any') => (key === 'any' ? undefined : key.slice('is '.length));

function optionsOf(dimension: Dimension, counts: Record<string, number>) {
  const all = Object.entries(counts).map(([value, count]) => ({
    value: keyOf(value),
    label: value || en.objects.clusterScope,
    tags: [String(count)],
    labelTag: String(count),
  }));
  return [{ value: 'any', label: en.objects.any[dimension] }, ...all];
}
