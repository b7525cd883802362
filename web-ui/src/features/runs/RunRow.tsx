import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Status } from '@/shared/cards/meaning';
import { money, percent, spentWords, type Spent } from '@/shared/format/numbers';
import { routes } from '@/shared/routes';
import { StatusWord } from '@/shared/ui/status';

interface Props {
  project: string;
  card: { id: string; number: number; title: string };
  run: Spent & { subscription: string; platform: string; model: string | null; iteration: number; limits: { maxIterations: number; maxCostUsd: number } };
  status: Status;
  /** How long, or since when. */
  time: ReactNode;
  message?: string | null | undefined;
  actions?: ReactNode;
}

/** One run in one line; on a narrow screen its facts stand below its card. */
export const RunRow = ({ project, card, run, status, time, message, actions }: Props) => {
  const { maxIterations, maxCostUsd } = run.limits;
  const share = maxCostUsd > 0 ? run.costUsd / maxCostUsd : 0;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2 hover:bg-hover/50">
      <div className="min-w-0 flex-[1_1_16rem]">
        <Link to={routes.card(project, card.id, 'run')} className="flex min-w-0 gap-1.5 font-medium hover:underline">
          <span className="text-faint tabular-nums">#{card.number}</span>
          <span className="truncate">{card.title}</span>
        </Link>
        <p className="flex flex-wrap gap-x-2 text-xs text-muted">
          <StatusWord status={status} />
          <span className="min-w-0 truncate">
            {run.subscription}
            {run.subscription !== run.platform && ` · ${run.platform}`}
            {run.model && ` · ${run.model}`}
          </span>
        </p>
        {message && <p className="line-clamp-2 text-xs break-words text-muted">{message}</p>}
      </div>
      <dl className="flex gap-4 text-right text-xs tabular-nums">
        <Fact name="Iteration" width="w-16">
          {run.iteration}/{maxIterations}
        </Fact>
        <Fact name="Cost" width="w-20" title={maxCostUsd > 0 ? `${percent(share)} of ${money(maxCostUsd)}` : undefined}>
          {spentWords(run)}
        </Fact>
        <Fact name="Time" width="w-20">
          {time}
        </Fact>
      </dl>
      <div className="w-7">{actions}</div>
    </li>
  );
};

const Fact = ({ name, width, title, children }: { name: string; width: string; title?: string | undefined; children: ReactNode }) => (
  <div className={width} title={title}>
    <dt className="text-2xs text-faint">{name}</dt>
    <dd>{children}</dd>
  </div>
);
