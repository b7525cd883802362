import { useQuery } from 'urql';
import { roleName } from '@/shared/access/access';
import { graphql, type ResultOf } from '@/shared/api/graphql';
import { Section } from '@/shared/ui/page';
import { DataTable, type Column } from '@/shared/ui/table';
import { Time } from '@/shared/ui/time';

const Access_People = graphql(`query Access_People { people { id name role firstSeenAt lastSeenAt } }`);

type Person = ResultOf<typeof Access_People>['people'][number];

const COLUMNS: readonly Column<Person>[] = [
  { name: 'Name', value: (one) => one.name, cell: (one) => <span title={one.id}>{one.name}</span> },
  { name: 'Role', value: (one) => (one.role ? roleName(one.role) : 'none') },
  { name: 'First seen', value: (one) => one.firstSeenAt, cell: (one) => <Time at={one.firstSeenAt} /> },
  { name: 'Last seen', value: (one) => one.lastSeenAt, cell: (one) => <Time at={one.lastSeenAt} /> },
];

/** Who has come by single sign-on. Where there is none, nothing is said of it. */
export const People = () => {
  const [{ data }] = useQuery({ query: Access_People, variables: {} });
  if (!data?.people.length) return null;
  return (
    <Section title="People" hint="who has come by single sign-on; their roles are given at the provider">
      <DataTable name="People" columns={COLUMNS} rows={data.people} keyOf={(one) => one.id} />
    </Section>
  );
};
