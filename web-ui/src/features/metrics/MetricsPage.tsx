import { Empty } from '@/shared/ui/empty';

export const MetricsPage = () => <Empty title="Metrics">What it cost, and what came of it.</Empty>;
