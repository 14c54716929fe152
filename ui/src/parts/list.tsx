import Cards from '@cloudscape-design/components/cards';
import Link from '@cloudscape-design/components/link';
import Table from '@cloudscape-design/components/table';
import { type ReactNode, useSyncExternalStore } from 'react';
import { en } from '../texts/en.ts';

export interface Column<T> {
  id: string;
  header: string;
  cell(item: T): ReactNode;
  /** More than a few words: it gets a line of its own on a narrow screen. */
  long?: true;
  /** Pixels that it needs beside others; 88 when left out. */
  minWidth?: number;
}

export interface ListProps<T> {
  label: string;
  items: readonly T[];
  /** The first names the item. */
  columns: readonly Column<T>[];
  keyOf(item: T): string;
  header?: ReactNode;
  filter?: ReactNode;
  empty?: ReactNode;
  loading?: boolean;
  /** Chosen items, where they can be. */
  chosen?: readonly T[];
  onChoose?(items: T[]): void;
  isFixed?(item: T): boolean;
  variant?: 'container' | 'embedded';
  footer?: ReactNode;
}

const NARROW = matchMedia('(max-width: 44rem)');
function listen(changed: () => void) {
  NARROW.addEventListener('change', changed);
  return () => NARROW.removeEventListener('change', changed);
}
const useNarrow = () => useSyncExternalStore(listen, () => NARROW.matches);

/** A table, and on a narrow screen cards: a table that wraps there cannot be read. */
export function List<T>(props: ListProps<T>) {
  const { items, columns, keyOf, header, filter, empty, loading = false, chosen, onChoose, isFixed, footer } = props;
  const narrow = useNarrow();
  const choice = onChoose
    ? {
        selectionType: 'multi' as const,
        selectedItems: [...(chosen ?? [])],
        onSelectionChange: ({ detail }: { detail: { selectedItems: T[] } }) => onChoose(detail.selectedItems),
        isItemDisabled: isFixed ?? (() => false),
      }
    : {};
  const shared = { ...choice, items, trackBy: keyOf, header, filter, empty, loading, loadingText: en.states.loading };
  const [name, ...rest] = columns;
  if (narrow) {
    return (
      <>
        <Cards
          {...shared}
          ariaLabels={labelsOf(props)}
          cardDefinition={{ header: (item: T) => name?.cell(item), sections: rest.map(asSection) }}
        />
        {footer}
      </>
    );
  }
  return (
    <Table
      {...shared}
      footer={footer}
      variant={props.variant ?? 'container'}
      wrapLines
      ariaLabels={{ tableLabel: props.label, ...labelsOf(props) }}
      columnDefinitions={columns.map((column, at) => ({
        ...column,
        minWidth: column.minWidth ?? 88,
        isRowHeader: at === 0,
      }))}
    />
  );
}

const asSection = <T,>({ id, header, cell, long }: Column<T>) => ({
  id,
  header,
  content: (item: T) => {
    const shown = cell(item);
    return shown === '' ? '-' : shown;
  },
  width: long ? 100 : 50,
});

const labelsOf = <T,>({ label, keyOf }: ListProps<T>) => ({
  selectionGroupLabel: label,
  cardsLabel: label,
  allItemsSelectionLabel: () => en.list.all,
  itemSelectionLabel: (_: unknown, item: T) => keyOf(item),
});

/** A link within the page. */
export const To = ({ path, children }: { path: string; children: ReactNode }) => (
  <Link href={`#${path}`}>{children}</Link>
);
