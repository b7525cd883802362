import { connection } from '@/shared/feed/connection';
import { useValue } from '@/shared/feed/value';
import { Button } from '@/shared/ui/button';

/** The login has ended. What is on the page stays, so that nothing typed is lost. */
export const SignedOut = () =>
  useValue(connection.state).name === 'signed-out' ? (
    <div role="alert" className="flex flex-wrap items-center gap-2 border-b border-failed/40 bg-failed/10 px-3 py-1.5 text-sm">
      <span className="flex-1">You are not logged in any more. What you see is from before; what you typed is still here.</span>
      <Button size="sm" onClick={() => window.open('/', '_blank', 'noopener')}>
        Log in (new tab)
      </Button>
      <Button size="sm" onClick={() => location.reload()}>
        Load anew
      </Button>
    </div>
  ) : null;
