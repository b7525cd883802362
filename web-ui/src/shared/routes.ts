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
  settings: (project: string) => `/projects/${project}/settings`,
  agents: () => '/agents',
  /** For admins: tokens, people, and the audit log. */
  access: () => '/access',
};
