import { Empty } from '@/shared/ui/empty';

export const SettingsPage = () => <Empty title="Settings">How this project is built, checked and delivered.</Empty>;
