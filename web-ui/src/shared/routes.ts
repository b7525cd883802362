/** The addresses of all pages: everything worth looking at can be linked to. */
export const routes = {
  home: () => '/',
  board: (project: string) => `/projects/${project}`,
  /** Over the board. `tab` is run, changes, plan, timeline, prompt or cost. */
  card: (project: string, card: string, tab?: string) => `/projects/${project}/cards/${card}${tab ? `?tab=${tab}` : ''}`,
  /** The card alone. */
  cardPage: (card: string) => `/cards/${card}`,
  runs: (project: string) => `/projects/${project}/runs`,
  metrics: (project: string) => `/projects/${project}/metrics`,
  /** `part` is prompt, delivery or budgets. */
  settings: (project: string, part?: string) => `/projects/${project}/settings${part ? `/${part}` : ''}`,
  agents: () => '/agents',
  /** For admins: tokens, people, and the audit log. */
  access: () => '/access',
  /** Of a card's link on the board, while it can take the focus. */
  tileId: (card: string) => `tile-${card}`,
};
