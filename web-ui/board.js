// The page: loads a project's cards, keeps them current, and draws the board.

import { Feeds, request } from '/client.js';
import { Drawer } from '/drawer.js';
import { button, el, notify, refill } from '/dom.js';
import { addCard, addDemo, addProject } from '/forms.js';
import { help, onBoardKeys } from '/keys.js';
import { CARDS, CARD_CHANGES, PLATFORMS, PROJECTS } from '/queries.js';
import { fillTile, tile } from '/tile.js';
import { COLUMNS, clock, columnOf, costOf, isOpen, money, sum } from '/words.js';

const $ = (id) => document.getElementById(id);
const REFRESH_RUNNING = 10_000;
const RESUBSCRIBE_AFTER = 5_000;

const page = { projects: [], project: null, cards: new Map(), tiles: new Map(), columns: COLUMNS.map(() => el('section')), onlyNeeds: false, archived: false,
  link: { name: 'connecting', since: new Date() }, loaded: false, feedFault: null, endFeed: null, generation: 0 };

const feeds = new Feeds((link) => {
  page.link = link;
  if (link.name === 'connected' && page.project) reload();
  if (link.name !== 'connected') page.loaded = false;
  showFeed();
  drawer.linkChanged(link);
});
const drawer = new Drawer($('drawer'), feeds, { cardChanged, closed: () => address({ card: null }) });

function showFeed() {
  const { name, since } = page.link;
  const live = page.loaded && !page.feedFault;
  const [state, text] = name === 'signed-out' ? ['failed', '✕ logged out: reload the page']
    : name === 'offline' ? ['failed', `✕ offline since ${clock(since)}, retrying`]
      : page.feedFault ? ['needs', '! changes are not arriving, retrying']
        : name === 'connected' && (live || !page.project) ? ['done', '● live'] : ['waiting', '○ catching up'];
  $('feed').className = `feed meaning-${state}`;
  $('feed').textContent = text;
}

function address(changes) {
  const parts = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of Object.entries(changes)) value ? parts.set(name, value) : parts.delete(name);
  history.replaceState(null, '', '#' + parts);
}

const addressed = (name) => new URLSearchParams(location.hash.slice(1)).get(name);

async function loadProjects(select) {
  page.projects = (await request(PROJECTS)).projects;
  refill($('project'), page.projects.map((project) => el('option', { value: project.id }, project.name)));
  $('project').disabled = page.projects.length === 0;
  const wanted = [select, addressed('project'), page.project].find((id) => page.projects.some((project) => project.id === id));
  open(wanted || page.projects[0]?.id || null);
}

function open(projectId) {
  $('add-card').disabled = !projectId;
  if (projectId) $('project').value = projectId;
  if (projectId === page.project && projectId) return;
  page.endFeed?.();
  Object.assign(page, { project: projectId, cards: new Map(), loaded: false, endFeed: null, feedFault: null });
  address({ project: projectId });
  if (projectId) {
    follow(projectId);
    reload();
  }
  draw();
}

function follow(projectId) {
  page.endFeed = feeds.subscribe({ query: CARD_CHANGES, variables: () => ({ project: projectId }),
    next: (data) => {
      page.feedFault = null;
      cardChanged(data.cardChanges);
    },
    failed: (error) => feedEnded(projectId, error),
    completed: () => feedEnded(projectId, new Error('The feed has ended.')) });
}

function feedEnded(projectId, error) {
  if (page.project !== projectId) return;
  page.feedFault = error;
  showFeed();
  setTimeout(() => {
    if (page.project !== projectId || page.feedFault !== error) return;
    page.feedFault = null;
    page.endFeed?.();
    follow(projectId);
    reload();
  }, RESUBSCRIBE_AFTER);
}

/** Loads all cards; an answer that a newer load has overtaken is dropped. */
async function reload() {
  const generation = ++page.generation;
  const project = page.project;
  try {
    const cards = [];
    for (let after = null, more = true; more;) {
      const found = (await request(CARDS, { project, after })).cards;
      cards.push(...found.items);
      more = found.hasNextPage;
      after = found.endCursor;
    }
    if (generation !== page.generation) return;
    for (const card of cards) keepNewest(card);
    for (const id of page.cards.keys()) if (!cards.some((card) => card.id === id)) page.cards.delete(id);
    page.loaded = true;
    showFeed();
    draw();
  } catch (error) {
    if (generation === page.generation) notify(error);
  }
}

/** A feed and a load may cross: the later version of a card wins. */
function keepNewest(card) {
  const known = page.cards.get(card.id);
  if (known && (known.version > card.version || (known.version === card.version && known.updatedAt > card.updatedAt))) return;
  page.cards.set(card.id, card);
}

function cardChanged(card) {
  if (!card) {
    reload();
    drawer.refresh();
    return;
  }
  if (card.projectId !== page.project) return;
  keepNewest(card);
  draw();
  drawer.cardChanged(card);
}

function shown(card) {
  const words = $('filter').value.toLowerCase().split(/\s+/).filter(Boolean);
  const text = `#${card.number} ${card.title} ${card.labels.join(' ')}`.toLowerCase();
  return (page.archived || card.state !== 'ARCHIVED') && (!page.onlyNeeds || card.attention) && words.every((word) => text.includes(word));
}

function draw() {
  const needing = [...page.cards.values()].filter((card) => card.attention).length;
  $('needs').hidden = needing === 0 && !page.onlyNeeds;
  $('needs').textContent = needing === 1 ? '! 1 needs you' : `! ${needing} need you`;
  $('cost').textContent = page.project ? `${money(sum([...page.cards.values()].map(costOf)))} spent` : '';
  document.title = needing ? `(${needing}) Ringmaster` : 'Ringmaster';
  if (!page.project) return drawEmpty();
  const cards = [...page.cards.values()].filter(shown).sort((a, b) => Boolean(b.attention) - Boolean(a.attention) || a.priority - b.priority || b.number - a.number);
  for (const card of cards) {
    if (!page.tiles.has(card.id)) page.tiles.set(card.id, tile(card, openCard));
    fillTile(page.tiles.get(card.id), card, cardChanged);
  }
  for (const id of page.tiles.keys()) if (!page.cards.has(id)) page.tiles.delete(id);
  $('board').className = 'board';
  if (!page.columns[0].isConnected) $('board').replaceChildren(...page.columns);
  const focused = $('board').contains(document.activeElement) ? document.activeElement.dataset.key : null;
  COLUMNS.forEach((column, index) => fillColumn(page.columns[index], column.name, cards.filter((card) => columnOf(card) === column)));
  if (focused) $('board').querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/** A column stays the same element, so that it keeps how far it is scrolled. */
function fillColumn(node, name, cards) {
  node.className = cards.length ? 'column' : 'column folded';
  node.setAttribute('aria-label', `${name}, ${cards.length}`);
  const top = node.scrollTop;
  node.replaceChildren(el('h2', {}, name, ' ', el('span', { className: 'quiet num' }, String(cards.length))), ...cards.map((card) => page.tiles.get(card.id)));
  node.scrollTop = top;
}

function drawEmpty() {
  $('board').className = 'empty';
  const platforms = el('ul', { className: 'platforms' });
  refill($('board'), el('h2', {}, 'No project yet'), el('p', {}, 'A project is a git repository. Its cards, and what the agents do with them, will be on this board.'),
    el('div', { className: 'actions' }, button('Try it with the demo project', demo, { className: 'primary' }), button('Add a repository…', newProject)),
    el('p', { className: 'quiet' }, 'The demo needs no account.'), el('h3', {}, 'Agents on this server'), platforms);
  request(PLATFORMS).then((data) => refill(platforms, data.platforms.map((platform) => el('li', {},
    platform.available ? '✓ ' : '✕ ', el('b', {}, platform.name), ' ', platform.version || '', ' ', el('span', { className: 'quiet' }, platform.message)))), notify);
}

function openCard(id) {
  address({ card: id });
  drawer.open(id);
}

const demo = async () => loadProjects(await addDemo());
const newProject = async () => {
  const id = await addProject();
  if (id) await loadProjects(id);
};
const newCard = async () => {
  const card = page.project && await addCard(page.project);
  if (card) cardChanged(card);
};

$('project').addEventListener('change', () => {
  drawer.close();
  open($('project').value);
});
$('add-project').addEventListener('click', () => newProject().catch(notify));
$('add-card').addEventListener('click', () => newCard().catch(notify));
$('filter').addEventListener('input', draw);
for (const [id, flag] of [['needs', 'onlyNeeds'], ['archived', 'archived']]) {
  $(id).addEventListener('click', () => {
    page[flag] = !page[flag];
    $(id).setAttribute('aria-pressed', String(page[flag]));
    draw();
  });
}
$('theme').addEventListener('click', () => {
  const dark = (document.documentElement.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  document.documentElement.dataset.theme = dark ? 'light' : 'dark';
  localStorage.setItem('theme', document.documentElement.dataset.theme);
});
if (localStorage.getItem('theme')) document.documentElement.dataset.theme = localStorage.getItem('theme');
onBoardKeys($('board'), { newCard: () => newCard().catch(notify), filter: () => $('filter').focus(), close: () => drawer.close(), help });
window.addEventListener('hashchange', () => addressed('card') ? drawer.open(addressed('card')) : drawer.close());
setInterval(() => [...page.cards.values()].some((card) => isOpen(card.currentRun)) && page.link.name === 'connected' && reload(), REFRESH_RUNNING);
feeds.start();
loadProjects().then(() => addressed('card') && drawer.open(addressed('card')), (error) => {
  notify(error);
  refill($('board'), el('p', { className: 'empty' }, 'The projects could not be loaded. Reload the page to try again.'));
});
