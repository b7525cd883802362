import { Outlet, useLocation, useMatch } from 'react-router';
import { ErrorBoundary } from '@/app/ErrorBoundary';
import { Overlays } from '@/app/Overlays';
import { TopBar } from './TopBar';
import { NavLinks } from './NavLinks';
import { SignedOut } from './SignedOut';
import { lastProject } from '@/shared/lastProject';

/** The project that the frame is about: that of the page, else the one looked at last. */
function useFrameProject(): string | null {
  const match = useMatch('/projects/:projectId/*');
  return match?.params.projectId ?? lastProject();
}

export const Frame = () => {
  const project = useFrameProject();
  const { pathname } = useLocation();
  return (
    <div className="flex h-full flex-col">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded focus:bg-surface focus:p-2">
        Skip to the page
      </a>
      <TopBar project={project} />
      <SignedOut />
      <main id="main" tabIndex={-1} className="relative flex min-h-0 flex-1 flex-col outline-none">
        <ErrorBoundary resetKey={pathname}>
          <Outlet />
        </ErrorBoundary>
      </main>
      <nav aria-label="Pages" className="flex h-12 shrink-0 items-stretch justify-around border-t bg-surface sm:hidden">
        <NavLinks project={project} stacked />
      </nav>
      <Overlays project={project} />
    </div>
  );
};
