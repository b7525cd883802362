import { Empty } from '@/shared/ui/empty';

export const AgentsPage = () => <Empty title="Agents">Platforms and subscriptions, with their health.</Empty>;
