import type { Status } from '@/shared/cards/meaning';
import { sentence } from '@/shared/cards/words';
import { percent, spentWords, type Spent } from '@/shared/format/numbers';
import { clockTime } from '@/shared/format/time';
import { Bar } from '@/shared/ui/bar';
import { cn } from '@/shared/ui/cn';
import { Time } from '@/shared/ui/time';
import { Row } from './Row';

interface Platform {
  name: string;
  available: boolean;
  version: string | null;
  path: string | null;
  loggedIn: boolean | null;
  message: string;
}

interface Account {
  name: string;
  platform: string;
  model: string | null;
  enabled: boolean;
  priority: number;
  maxConcurrent: number;
  running: number;
  parkedUntil: string | null;
  healthy: boolean;
  message: string | null;
  windows: readonly Window[];
}

/** What is used of a span of time for which the platform has a limit. */
interface Window {
  name: string;
  used: number;
  resetsAt: string | null;
  seenAt: string;
}

interface Integration {
  name: string;
  configured: boolean;
  healthy: boolean;
  message: string;
  checkedAt: string | null;
}

function platformStatus({ available, loggedIn }: Platform): Status {
  if (!available) return { meaning: 'waiting', word: 'Not found' };
  return loggedIn === false ? { meaning: 'needs', word: 'Log in' } : { meaning: 'done', word: 'Ready' };
}

export const PlatformRow = ({ one }: { one: Platform }) => (
  <Row
    name={one.name}
    status={platformStatus(one)}
    facts={[one.version && `version ${one.version}`, one.path && <code className="font-mono">{one.path}</code>, one.available && loginWords(one.loggedIn)]}
    message={one.message}
  />
);

const loginWords = (loggedIn: boolean | null): string => (loggedIn === null ? 'login not known before the first run' : loggedIn ? 'logged in' : 'not logged in');

function accountStatus(one: Account): Status {
  if (!one.enabled) return { meaning: 'waiting', word: 'Switched off' };
  if (!one.healthy) return { meaning: 'needs', word: 'Needs you' };
  if (one.parkedUntil) return { meaning: 'waiting', word: 'Parked' };
  return one.running > 0 ? { meaning: 'running', word: one.running >= one.maxConcurrent ? 'Full' : 'Running' } : { meaning: 'done', word: 'Ready' };
}

export const SubscriptionRow = ({ one, today }: { one: Account; today: Spent | undefined }) => (
  <Row
    name={one.name}
    status={accountStatus(one)}
    facts={[
      one.platform,
      one.model ?? 'model of the platform',
      `${one.running} of ${one.maxConcurrent} running`,
      `priority ${one.priority}`,
      today && `${spentWords(today)} today`,
      one.parkedUntil && (
        <span className="text-waiting">
          until {clockTime(one.parkedUntil)}, in <Time at={one.parkedUntil} as="until" />
        </span>
      ),
    ]}
    message={one.message}
  >
    {one.windows.length > 0 && (
      <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-1.5">
        {one.windows.map((window) => (
          <WindowMeter key={window.name} window={window} />
        ))}
      </ul>
    )}
  </Row>
);

const WindowMeter = ({ window: { name, used, resetsAt, seenAt } }: { window: Window }) => {
  const words = windowName(name);
  return (
    <li className="w-52 max-w-full">
      <div className="flex items-baseline gap-2 text-xs">
        <span className="text-muted">{words}</span>
        <span className={cn('font-medium tabular-nums', used >= 0.8 && 'text-needs')}>{percent(used)} used</span>
        <span className="ml-auto text-faint tabular-nums">{resetsAt ? <>anew in <Time at={resetsAt} as="until" /></> : <>seen <Time at={seenAt} /></>}</span>
      </div>
      <Bar label={`${words} used`} share={used} className="mt-1" />
    </li>
  );
};

/** five_hour → 5 hours */
export const windowName = (name: string): string =>
  ({ five_hour: '5 hours', seven_day: '7 days', seven_day_opus: '7 days, Opus', seven_day_sonnet: '7 days, Sonnet' })[name] ?? sentence(name);

function integrationStatus({ configured, healthy }: Integration): Status {
  if (!configured) return { meaning: 'waiting', word: 'Not configured' };
  return healthy ? { meaning: 'done', word: 'Healthy' } : { meaning: 'failed', word: 'Failing' };
}

export const IntegrationRow = ({ one }: { one: Integration }) => (
  <Row
    name={one.name}
    status={integrationStatus(one)}
    facts={[
      one.checkedAt && (
        <>
          looked at <Time at={one.checkedAt} />
        </>
      ),
    ]}
    message={one.message}
  />
);

/** Without one is no fault, and nothing to overlook either. */
export const SandboxRow = ({ one }: { one: { active: boolean; message: string } }) => (
  <Row name="bubblewrap" status={one.active ? { meaning: 'done', word: 'Active' } : { meaning: 'needs', word: 'No sandbox' }} facts={[]} message={one.message} />
);
