import { useEffect, useSyncExternalStore } from 'react';
import { readOnce } from '@/shared/api/client';
import { graphql, type ResultOf } from '@/shared/api/graphql';
import { connection } from '@/shared/feed/connection';
import { cardStore } from './cardStore';

export const Activities_Now = graphql(`
  query Activities_Now($project: ID!) { activities(projectId: $project) { cardId runId iteration costUsd inputTokens outputTokens kind at toolName target } }
`);

export type CardActivity = ResultOf<typeof Activities_Now>['activities'][number];

const EVERY_MS = 2_000;
const NOTHING: readonly CardActivity[] = [];

type Read = (project: string) => Promise<readonly CardActivity[]>;
const readAll: Read = async (project) => (await readOnce(Activities_Now, { project })).activities;

/**
 * What the agents of a project do now. Asked every other second, and only while somebody looks, the connection lives and an
 * agent is at work: an idle board asks nothing.
 */
export class ActivityWatch {
  private activities: readonly CardActivity[] = NOTHING;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private users = 0;

  constructor(
    readonly project: string,
    private readonly worthAsking: () => boolean,
    private readonly read: Read = readAll,
  ) {}

  use(): () => void {
    if (++this.users === 1) void this.look();
    return () => {
      if (--this.users === 0) clearTimeout(this.timer);
    };
  }

  /** The same object as before as long as nothing of it has changed. */
  of = (card: string): CardActivity | undefined => this.activities.find((activity) => activity.cardId === card);

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private async look() {
    if (this.worthAsking()) {
      // What could not be read now is read in a moment; that the server is away is said elsewhere.
      const news = await this.read(this.project).catch(() => null);
      if (news) this.take(news);
    } else if (this.activities.length > 0) this.take(NOTHING);
    clearTimeout(this.timer);
    if (this.users > 0) this.timer = setTimeout(() => void this.look(), EVERY_MS);
  }

  private take(news: readonly CardActivity[]) {
    this.activities = news.map((activity) => {
      const known = this.of(activity.cardId);
      return known && JSON.stringify(known) === JSON.stringify(activity) ? known : activity;
    });
    this.listeners.forEach((listener) => listener());
  }
}

const watches = new Map<string, ActivityWatch>();

function watchOf(project: string): ActivityWatch {
  let watch = watches.get(project);
  if (!watch) watches.set(project, (watch = new ActivityWatch(project, () => isWatched(project))));
  return watch;
}

function isWatched(project: string): boolean {
  if (document.visibilityState !== 'visible' || connection.state.get().name === 'offline') return false;
  return [...cardStore(project).view.get().cards.values()].some((card) => card.currentRun?.state === 'RUNNING');
}

/** Asks for the activities of a project as long as the component is there. */
export function useActivityWatch(project: string): void {
  useEffect(() => watchOf(project).use(), [project]);
}

/** What the agent of a card does now; undefined while none is at work, or nobody watches. */
export function useActivity(project: string, card: string): CardActivity | undefined {
  const watch = watchOf(project);
  return useSyncExternalStore(watch.subscribe, () => watch.of(card));
}
