import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { RingmasterServer } from './server';

/** A demo project of its own; returns its id. */
export async function demoProject(server: RingmasterServer): Promise<string> {
  const { createDemoProject } = await server.ask<{ createDemoProject: { id: string } }>('mutation { createDemoProject { id } }');
  return createDemoProject.id;
}

export interface CardFacts {
  id: string;
  number: number;
  title: string;
}

export async function cardsOf(server: RingmasterServer, project: string): Promise<CardFacts[]> {
  const { cards } = await server.ask<{ cards: { items: CardFacts[] } }>('query($p: ID!) { cards(projectId: $p) { items { id number title } } }', { p: project });
  return cards.items;
}

export async function cardOf(server: RingmasterServer, project: string, title: string): Promise<string> {
  const card = (await cardsOf(server, project)).find((candidate) => candidate.title === title);
  if (!card) throw new Error(`There is no card "${title}".`);
  return card.id;
}

export async function newCard(server: RingmasterServer, input: Record<string, unknown>): Promise<string> {
  const { createCard } = await server.ask<{ createCard: { id: string } }>('mutation($i: CardInput!) { createCard(input: $i) { id } }', { i: input });
  return createCard.id;
}

export const fire = (server: RingmasterServer, card: string, trigger: string, reason: string | null = null) =>
  server.ask('mutation($c: ID!, $t: Trigger!, $r: String) { fire(cardId: $c, trigger: $t, reason: $r) { id } }', { c: card, t: trigger, r: reason });

export const stateOf = async (server: RingmasterServer, card: string): Promise<string> =>
  (await server.ask<{ card: { state: string } }>('query($c: ID!) { card(id: $c) { state } }', { c: card })).card.state;

export const reaches = (server: RingmasterServer, card: string, state: string) => expect.poll(() => stateOf(server, card), { timeout: 150_000 }).toBe(state);

/** Keeps a figure with its target where the reports of the tests lie. */
export function record(name: string, value: number, target: number, unit: string): void {
  process.stdout.write(`${name}: ${Math.round(value)} ${unit} (target ${target} ${unit})\n`);
  const folder = process.env.RINGMASTER_REPORTS ?? 'test-results';
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'figures.json');
  const figures = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
  writeFileSync(file, JSON.stringify({ ...figures, [name]: { value: Math.round(value * 10) / 10, target, unit } }, null, 2));
}
