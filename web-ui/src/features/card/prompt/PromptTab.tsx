import { useState } from 'react';
import { useQuery } from 'urql';
import { toServerError } from '@/shared/api/errors';
import { graphql, type ResultOf } from '@/shared/api/graphql';
import type { Card } from '@/shared/cards/card';
import { tokens } from '@/shared/format/numbers';
import { CopyButton } from '@/shared/ui/copy';
import { Empty } from '@/shared/ui/empty';
import { Fault } from '@/shared/ui/fault';
import { Select } from '@/shared/ui/field';
import { Scroller } from '@/shared/ui/scroller';
import { Skeleton } from '@/shared/ui/skeleton';

const PromptTab_Prompts = graphql(`
  query PromptTab_Prompts($card: ID!) {
    card(id: $card) { id runs { id iterations { number startedAt prompt promptSections { name estimatedTokens text } } } }
  }
`);

type Section = NonNullable<ResultOf<typeof PromptTab_Prompts>['card']>['runs'][number]['iterations'][number]['promptSections'][number];

/** What the agent was given, word by word, in each iteration. */
export const PromptTab = ({ card }: { card: Card }) => {
  const [{ data, error }, refetch] = useQuery({ query: PromptTab_Prompts, variables: { card: card.id }, requestPolicy: 'cache-and-network' });
  const [chosen, setChosen] = useState<string | null>(null);
  const prompts = (data?.card?.runs ?? []).flatMap((run, index) =>
    run.iterations.map((iteration) => ({ key: `${run.id}.${iteration.number}`, name: `Run ${index + 1} · iteration ${iteration.number}`, iteration })),
  );
  const shown = prompts.find((prompt) => prompt.key === chosen) ?? prompts.at(-1);
  const sections = shown?.iteration.promptSections ?? [];
  if (!data) return <div className="p-4">{error ? <Fault error={toServerError(error)} retry={() => refetch()} /> : <Skeleton className="h-40" />}</div>;
  if (!shown) return <Empty title="No agent was given anything yet">Each iteration&apos;s prompt stands here as the agent got it: task, criteria, plan, hints, review comments.</Empty>;
  const sum = sections.reduce((total, section) => total + section.estimatedTokens, 0);
  return (
    <Scroller>
      <div className="mx-auto flex max-w-3xl flex-col gap-3 p-4">
        <div className="flex flex-wrap items-center gap-2">
          <Select aria-label="Iteration" value={shown.key} onChange={(event) => setChosen(event.target.value)} className="w-auto">
            {prompts.map((prompt) => (
              <option key={prompt.key} value={prompt.key}>
                {prompt.name}
              </option>
            ))}
          </Select>
          <span className="text-xs text-muted tabular-nums" title="Estimated: four characters a token">
            about {tokens(sum)} tokens
          </span>
          <CopyButton text={sections.map((section) => section.text).join('\n\n')} label="Copy prompt" className="ml-auto" />
        </div>
        <div aria-hidden className="flex h-1.5 gap-px overflow-hidden rounded-full">
          {sections.map((section, index) => (
            <span key={section.name} style={{ flexGrow: section.estimatedTokens }} className={index % 2 === 0 ? 'bg-accent' : 'bg-accent/45'} title={section.name} />
          ))}
        </div>
        {sections.map((section) => (
          <SectionBlock key={section.name} section={section} />
        ))}
      </div>
    </Scroller>
  );
};

const SectionBlock = ({ section }: { section: Section }) => (
  <details open className="rounded-md border">
    <summary className="flex cursor-pointer items-center gap-2 px-3 py-1.5 text-sm font-medium hover:bg-hover">
      {section.name}
      <span className="ml-auto text-xs font-normal text-faint tabular-nums">≈ {tokens(section.estimatedTokens)} tokens</span>
    </summary>
    <pre className="overflow-x-auto border-t bg-sunken px-3 py-2 font-mono text-xs break-words whitespace-pre-wrap">{section.text}</pre>
  </details>
);
