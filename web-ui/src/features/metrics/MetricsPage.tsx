import { X } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { toServerError } from '@/shared/api/errors';
import { money, tokens } from '@/shared/format/numbers';
import { useClock } from '@/shared/format/useNow';
import { useProjects } from '@/shared/projects';
import { routes } from '@/shared/routes';
import { Button, buttonLook } from '@/shared/ui/button';
import { Choice } from '@/shared/ui/choice';
import { Empty } from '@/shared/ui/empty';
import { Fault } from '@/shared/ui/fault';
import { Page } from '@/shared/ui/page';
import { Budgets } from './Budgets';
import { ChartSection } from './ChartSection';
import { unpricedKeys, useMetrics, type Group } from './data';
import { Figures, Unpriced } from './Figures';
import { Filters } from './Filters';
import { dayOf, readPeriod, startOfDay, type Step } from './period';
import { stackOf, type Point, type Series } from './series';
import { byCard, byModel, byPlatform, byProject, bySubscription, inStates, modelName } from './tables';
import { TableSection } from './TableActions';

const GROUPS: Record<string, { group: Group; name: string }> = {
  subscription: { group: 'SUBSCRIPTION', name: 'Subscription' },
  platform: { group: 'PLATFORM', name: 'Platform' },
  model: { group: 'MODEL', name: 'Model' },
  project: { group: 'PROJECT', name: 'Project' },
};

const costOf = (point: Point) => point.costUsd;
const tokensOf = (point: Point) => point.inputTokens + point.outputTokens;
const axisMoney = (usd: number) => `$${usd < 10 && usd % 1 ? usd.toFixed(2) : usd.toLocaleString('en-US')}`;
const axisTokens = (count: number) => tokens(count).replace('.0', '');
const QUARTER = 15 * 60_000;
const NOTHING = 'No agent has used anything in this period.';

/** What it cost, and what came of it. */
export const MetricsPage = () => {
  const { projectId = '' } = useParams();
  const [params, setParams] = useSearchParams();
  // Days begin with a quarter of an hour in every zone; with each the periods that end now move on.
  const quarter = useClock((now) => String(now - (now % QUARTER)));
  const period = useMemo(() => readPeriod(params, new Date(Number(quarter))), [params, quarter]);
  const all = params.get('scope') === 'all';
  const by = params.get('by') ?? 'subscription';
  const { group } = GROUPS[by] ?? { group: 'SUBSCRIPTION' as const };
  const { sums, series, cards, budgets, error, readAll } = useMetrics(projectId, all, period, group);
  const change = (wishes: Record<string, string | null>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(wishes)) if (value === null) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const only = params.get('only');
  const shown = useMemo(() => (only === null ? series : (series?.filter(({ key }) => key === only) ?? null)), [series, only]);
  const nameOf = useGroupNames(group);
  const isUnpriced = useCallback((key: string) => sums !== null && unpricedKeys(sums, group).includes(key), [sums, group]);
  const cost = useStack(shown, period.step, costOf, nameOf, isUnpriced);
  const used = useStack(shown, period.step, tokensOf, nameOf);
  const pick = (key: string) => change({ only: only === null ? key : null });
  const pickOf = (name: string) => (key: string) => change({ by: name === 'subscription' ? null : name, only: key });
  const zoom = useMemo(
    () =>
      period.step === 'hour'
        ? null
        : (at: number) => setParams((before) => new URLSearchParams({ ...Object.fromEntries(before), period: 'custom', from: dayOf(new Date(at)), to: dayOf(startOfDay(new Date(at), period.step === 'week' ? 6 : 0)) })),
    [period.step, setParams],
  );
  const nothingYet = sums !== null && sums.metricsByProject.length === 0 && sums.metricsSummary.iterations === 0;
  return (
    <Page title="Metrics" actions={<Filters period={period} scope={all ? 'all' : 'project'} change={change} />}>
      {error && <Fault error={toServerError(error)} retry={readAll} />}
      {sums && <Unpriced sums={sums} />}
      <Figures sum={sums?.metricsSummary ?? null} cards={cards} />
      {budgets && <Budgets project={projectId} budgets={budgets} />}
      {nothingYet ? (
        <Empty
          title="No agent has worked in this period"
          action={
            <Link to={routes.board(projectId)} className={buttonLook({ look: 'primary', size: 'lg' })}>
              To the board
            </Link>
          }
        >
          Start a card, or choose a longer period. Cost, tokens and time then stand here by subscription, platform, model and card.
        </Empty>
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-2 text-xs text-muted">
            Parts of the charts
            <Choice
              name="Parts of the charts"
              value={by in GROUPS ? by : 'subscription'}
              options={Object.entries(GROUPS)
                .filter(([value]) => all || value !== 'project')
                .map(([value, { name }]) => ({ value, name }))}
              onChange={(value) => change({ by: value === 'subscription' ? null : value, only: null })}
            />
            {only !== null && (
              <Button size="sm" onClick={() => change({ only: null })} aria-label={`Only ${nameOf(only)}: show all`}>
                Only {nameOf(only)} <X />
              </Button>
            )}
          </div>
          <div className="grid gap-5 lg:grid-cols-2">
            <ChartSection title="Cost over time" hint={utcHint(period.bucket)} stack={cost} step={period.step} format={money} axis={axisMoney} empty={sums?.metricsSummary.unpricedTokens ? 'What was used has no price.' : 'Nothing has cost money in this period.'} zoom={zoom} pick={pick} />
            <ChartSection title="Tokens over time" hint={utcHint(period.bucket)} stack={used} step={period.step} format={tokens} axis={axisTokens} empty={NOTHING} zoom={zoom} pick={pick} />
          </div>
          {sums && cards && (
            <>
              <TableSection title="By card" hint="those of this project that ran since the period began, with all they ever used" columns={byCard(projectId)} rows={cards} keyOf={(row) => row.cardId} empty={NOTHING} />
              <TableSection title="By platform" columns={byPlatform(pickOf('platform'))} rows={sums.metricsByPlatform} keyOf={(row) => row.key} empty={NOTHING} />
              <TableSection title="By model" columns={byModel(pickOf('model'))} rows={sums.metricsByModel} keyOf={(row) => row.key} empty={NOTHING} />
              <TableSection title="By subscription" hint="all projects" columns={bySubscription(pickOf('subscription'))} rows={sums.metricsBySubscription} keyOf={(row) => `${row.subscription} ${row.platform}`} empty={NOTHING} />
              <TableSection title="By project" hint="all projects" columns={byProject} rows={sums.metricsByProject} keyOf={(row) => row.projectId} empty={NOTHING} />
              <TableSection title="Time in each state" columns={inStates} rows={sums.timeInStates} keyOf={(row) => row.state} empty="No card was in a state that it works or waits in." />
            </>
          )}
        </>
      )}
    </Page>
  );
};

const utcHint = (bucket: string): string | undefined => (bucket !== 'HOUR' && new Date().getTimezoneOffset() !== 0 ? 'days of UTC' : undefined);

function useGroupNames(group: Group): (key: string) => string {
  const { projects } = useProjects();
  return useCallback(
    (key: string) => (group === 'MODEL' ? modelName(key) : group === 'PROJECT' ? (projects?.find((project) => project.id === key)?.name ?? 'A project that was deleted') : key),
    [group, projects],
  );
}

const useStack = (series: readonly Series[] | null, step: Step, measure: (point: Point) => number, nameOf: (key: string) => string, isUnpriced?: (key: string) => boolean) =>
  useMemo(() => series && stackOf(series, step, measure, nameOf, isUnpriced), [series, step, measure, nameOf, isUnpriced]);
