import { Download } from 'lucide-react';
import { download, toCsv } from '@/shared/format/csv';
import { Button } from './button';
import type { Column } from './table';

export interface TableData<Row> {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}

/** Saves a table as a file. */
export function CsvButton<Row>({ name, columns, rows }: { name: string } & TableData<Row>) {
  const save = () =>
    download(
      `ringmaster-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.csv`,
      toCsv(
        columns.map((column) => column.name),
        rows.map((row) => columns.map((column) => column.value(row))),
      ),
    );
  return (
    <Button look="ghost" size="sm" onClick={save} disabled={rows.length === 0} aria-label={`${name} as CSV`}>
      <Download /> CSV
    </Button>
  );
}
