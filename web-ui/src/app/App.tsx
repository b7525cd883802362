import { useEffect } from 'react';
import { RouterProvider } from 'react-router';
import { Toaster } from 'sonner';
import { Provider } from 'urql';
import { loadMe } from '@/shared/access/access';
import { client } from '@/shared/api/client';
import { connection } from '@/shared/feed/connection';
import { listenForShortcuts } from '@/shared/keys/keys';
import { useDark } from '@/shared/theme/theme';
import { TooltipProvider } from '@/shared/ui/tooltip';
import { ErrorBoundary } from './ErrorBoundary';
import { preload } from './preload';
import { router } from './router';

export const App = () => {
  const dark = useDark();
  useEffect(() => connection.start(), []);
  // What fails here is said by the connection.
  useEffect(() => void loadMe().catch(() => undefined), []);
  useEffect(() => listenForShortcuts(), []);
  useEffect(() => preload(), []);
  return (
    <ErrorBoundary>
      <Provider value={client}>
        <TooltipProvider>
          <RouterProvider router={router} />
          <Toaster
            theme={dark ? 'dark' : 'light'}
            position="bottom-center"
            offset={{ bottom: 16 }}
            mobileOffset={{ bottom: 60 }}
            toastOptions={{
              classNames: {
                toast: 'font-sans! text-sm! rounded-lg! bg-surface! border-line! text-text! shadow-float! py-2.5!',
                actionButton: 'bg-transparent! text-accent! font-semibold! text-sm!',
              },
            }}
          />
        </TooltipProvider>
      </Provider>
    </ErrorBoundary>
  );
};
