import { Empty } from '@/shared/ui/empty';

export const RunsPage = () => <Empty title="Runs">What every agent did, newest first.</Empty>;
