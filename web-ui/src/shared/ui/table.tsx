import type { ReactNode } from 'react';
import type { CsvValue } from '@/shared/format/csv';
import { cn } from './cn';
import { SCROLLED_BY_KEYS } from './scroller';

export interface Column<Row> {
  name: string;
  /** As it stands in a file: exact, without units. */
  value: (row: Row) => CsvValue;
  /** As a person reads it; the value itself where it is left out. */
  cell?: (row: Row) => ReactNode;
  /** Numbers stand at the right. */
  numeric?: boolean;
}

interface Props<Row> {
  name: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** What to say when there is no row. */
  empty?: ReactNode;
}

export function DataTable<Row>({ name, columns, rows, keyOf, empty }: Props<Row>) {
  if (rows.length === 0 && empty) return <p className="rounded-md border bg-surface px-3 py-4 text-sm text-muted">{empty}</p>;
  return (
    <div role="region" aria-label={`${name}, table`} tabIndex={SCROLLED_BY_KEYS} className="max-h-96 overflow-auto rounded-md border bg-surface">
      <table className="w-full text-xs tabular-nums">
        <thead className="sticky top-0 z-10 bg-sunken text-left text-muted">
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={cn('px-3 py-1.5 font-medium whitespace-nowrap', column.numeric && 'text-right')}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-t hover:bg-hover/50">
              {columns.map((column) => (
                <td key={column.name} className={cn('px-3 py-1.5', column.numeric && 'text-right whitespace-nowrap')}>
                  {column.cell ? column.cell(row) : column.value(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
