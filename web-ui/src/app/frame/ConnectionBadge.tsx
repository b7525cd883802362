import { RefreshCw, WifiOff } from 'lucide-react';
import { connection, type ConnectionState } from '@/shared/feed/connection';
import { useValue } from '@/shared/feed/value';
import { clockTime, until } from '@/shared/format/time';
import { useClock } from '@/shared/format/useNow';
import { Button } from '@/shared/ui/button';
import { cn } from '@/shared/ui/cn';
import { Tooltip } from '@/shared/ui/tooltip';

const LOOKS: Record<ConnectionState['name'], { dot: string; word: string; says: string }> = {
  live: { dot: 'bg-done', word: 'Live', says: 'What you see is what is.' },
  'catching-up': { dot: 'bg-accent animate-breathe', word: 'Catching up', says: 'Connected; reading what has changed.' },
  connecting: { dot: 'bg-waiting animate-breathe', word: 'Connecting', says: 'Connecting to the server.' },
  offline: { dot: 'bg-failed', word: 'Offline', says: '' },
  'signed-out': { dot: 'bg-failed', word: 'Signed out', says: 'Log in again to see what happens.' },
};

/** Whether what is shown is true now. It never says "live" when it is not. */
export const ConnectionBadge = () => {
  const state = useValue(connection.state);
  const retry = useClock((now) => (state.name === 'offline' ? `trying again in ${until(new Date(state.retryAt).toISOString(), now)}` : ''));
  const look = LOOKS[state.name];
  const since = clockTime(new Date(state.since).toISOString());
  if (state.name === 'offline') {
    return (
      <Tooltip text={`Nothing has come from the server since ${since}; ${retry}. It heals by itself.`}>
        <Button look="danger" onClick={() => connection.retryNow()} aria-label={`Offline since ${since}. Try now`} data-connection="offline">
          <WifiOff />
          <span className="hidden sm:inline">Offline since {since}</span>
          <RefreshCw />
        </Button>
      </Tooltip>
    );
  }
  return (
    <Tooltip text={look.says}>
      <span
        role="status"
        data-connection={state.name}
        className="inline-flex h-7 items-center gap-1.5 rounded-md px-1.5 text-xs text-muted"
      >
        <span className={cn('size-2 rounded-full', look.dot)} />
        <span className="hidden whitespace-nowrap lg:inline">{look.word}</span>
        <span className="sr-only lg:hidden">{look.word}</span>
      </span>
    </Tooltip>
  );
};
