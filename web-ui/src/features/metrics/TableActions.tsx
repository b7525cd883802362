import { CsvButton, type TableData } from '@/shared/ui/csvButton';
import { DataTable } from '@/shared/ui/table';
import { Section } from '@/shared/ui/page';

interface Props<Row> extends TableData<Row> {
  title: string;
  hint?: string;
  empty: string;
}

/** A table as a part of a page, with its download. */
export function TableSection<Row>({ title, hint, empty, ...table }: Props<Row>) {
  return (
    <Section title={title} hint={hint} actions={<CsvButton name={title} {...table} />}>
      <DataTable name={title} empty={empty} {...table} />
    </Section>
  );
}
