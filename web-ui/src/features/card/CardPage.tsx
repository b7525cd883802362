import { useNavigate, useParams } from 'react-router';
import { useQuery } from 'urql';
import { graphql } from '@/shared/api/graphql';
import { routes } from '@/shared/routes';
import { Empty } from '@/shared/ui/empty';
import { Fault } from '@/shared/ui/fault';
import { CardView } from './CardView';

const CardPage_Project = graphql(`query CardPage_Project($id: ID!) { card(id: $id) { id projectId } }`);

/** A card alone, by its own address. */
export const CardPage = () => {
  const { cardId = '' } = useParams();
  const navigate = useNavigate();
  const [{ data, error }, retry] = useQuery({ query: CardPage_Project, variables: { id: cardId } });
  if (!data) return error ? <div className="p-4"><Fault error={error} retry={retry} /></div> : null;
  if (!data.card) return <Empty title="There is no such card">It may belong to another installation.</Empty>;
  const project = data.card.projectId;
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-surface">
      <CardView project={project} id={cardId} onClose={() => void navigate(routes.board(project))} />
    </div>
  );
};
