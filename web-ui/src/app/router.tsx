import { createBrowserRouter } from 'react-router';
import { BoardPage } from '@/features/board/BoardPage';
import { Frame } from './frame/Frame';
import { Home } from './Home';
import { NotFound, PageFault } from './NotFound';
import { ProjectFrame } from './frame/ProjectFrame';

/** A page that is loaded when it is opened, so that the first visit stays light. */
const page = <Name extends string>(load: () => Promise<Record<Name, React.ComponentType>>, name: Name) => async () => ({
  Component: (await load())[name],
});

export const router = createBrowserRouter([
  {
    path: '/',
    Component: Frame,
    ErrorBoundary: PageFault,
    HydrateFallback: () => null,
    children: [
      { index: true, Component: Home },
      { path: 'access', lazy: page(() => import('@/features/access/AccessPage'), 'AccessPage') },
      { path: 'agents', lazy: page(() => import('@/features/agents/AgentsPage'), 'AgentsPage') },
      { path: 'cards/:cardId', lazy: page(() => import('@/features/card/CardPage'), 'CardPage') },
      {
        path: 'projects/:projectId',
        Component: ProjectFrame,
        children: [
          {
            Component: BoardPage,
            children: [{ index: true, element: <></> }, { path: 'cards/:cardId', lazy: page(() => import('@/features/card/CardPanel'), 'CardPanel') }],
          },
          { path: 'runs', lazy: page(() => import('@/features/runs/RunsPage'), 'RunsPage') },
          { path: 'metrics', lazy: page(() => import('@/features/metrics/MetricsPage'), 'MetricsPage') },
          { path: 'settings', lazy: page(() => import('@/features/projects/SettingsPage'), 'SettingsPage') },
          { path: 'settings/prompt', lazy: page(() => import('@/features/projects/prompt/PromptPage'), 'PromptPage') },
          { path: 'settings/delivery', lazy: page(() => import('@/features/projects/delivery/DeliveryPage'), 'DeliveryPage') },
          { path: 'settings/budgets', lazy: page(() => import('@/features/projects/budgets/BudgetsPage'), 'BudgetsPage') },
        ],
      },
      { path: '*', Component: NotFound },
    ],
  },
]);
