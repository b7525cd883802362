// A card, opened beside the board: its run, changes, history and text.

import { actionButtons, badge } from '/actions.js';
import { ChangesPane } from '/changes.js';
import { request } from '/client.js';
import { button, el, notify, refill } from '/dom.js';
import { CARD_DETAIL, SEND_HINT } from '/queries.js';
import { TextPane, timelinePane } from '/panes.js';
import { Transcript } from '/transcript.js';
import { ATTENTION, STATES, STOPS, ago, clock, costOf, exactly, isOpen, label, meaningOf, money, tokens } from '/words.js';

const TABS = ['Run', 'Changes', 'Timeline', 'Text'];

export class Drawer {
  #node;
  #feeds;
  #board;
  #card = null;
  #id = null;
  #tab = 'Run';
  #runId = null;
  #transcript = null;
  #text = null;
  #changes = null;
  #hint = null;
  #link = { name: 'connecting' };
  #head = el('div', { className: 'drawer-head' });
  #tabs = el('div', { className: 'tabs', role: 'tablist' });
  #body = el('div', { className: 'drawer-body', role: 'tabpanel' });
  #linkNote = el('div', { className: 'link-note', role: 'status', hidden: true });
  #facts = null;

  constructor(node, feeds, board) {
    this.#node = node;
    this.#feeds = feeds;
    this.#board = board;
    node.append(this.#head, this.#linkNote, this.#tabs, this.#body);
  }

  async open(id) {
    if (this.#id === id) return;
    this.#reset();
    this.#id = id;
    this.#node.hidden = false;
    refill(this.#head, el('h2', {}, 'Loading the card…'));
    await this.refresh();
    this.#head.querySelector('h2')?.focus();
  }

  close() {
    if (!this.#id) return;
    const id = this.#id;
    this.#reset();
    this.#node.hidden = true;
    this.#board.closed();
    document.querySelector(`[data-card="${CSS.escape(id)}"]`)?.focus();
  }

  #reset() {
    this.#transcript?.close();
    this.#tab = 'Run';
    this.#transcript = this.#card = this.#id = this.#runId = this.#text = this.#changes = this.#hint = null;
    refill(this.#tabs);
    refill(this.#body);
  }

  linkChanged(link) {
    this.#link = link;
    this.#linkNote.hidden = link.name === 'connected';
    this.#linkNote.textContent = link.name === 'connected' ? '' : link.name === 'offline'
      ? `✕ Offline since ${clock(link.since)}: what you see is the last known state. Retrying.` : '○ Connecting…';
    if (link.name === 'connected') this.refresh();
  }

  cardChanged(card) {
    if (card.id === this.#id && this.#card && card.updatedAt >= this.#card.updatedAt) this.refresh();
  }

  async refresh() {
    const id = this.#id;
    if (!id) return;
    try {
      const { card } = await request(CARD_DETAIL, { id });
      if (this.#id !== id) return;
      if (!card) throw new Error('There is no such card any more.');
      this.#card = card;
      this.#draw();
    } catch (error) {
      notify(error);
    }
  }

  #draw(anew = false) {
    this.#drawHead();
    refill(this.#tabs, TABS.map((name) => el('button', { type: 'button', role: 'tab', 'aria-selected': String(name === this.#tab), 'data-key': name,
      onclick: () => this.#show(name) }, name)));
    this.#drawBody(anew);
  }

  #show(tab) {
    this.#tab = tab;
    this.#transcript?.close();
    this.#transcript = null;
    this.#draw(true);
  }

  #drawHead() {
    const card = this.#card;
    refill(this.#head,
      el('div', { className: 'drawer-title' }, el('h2', { tabindex: '-1' }, `#${card.number} ${card.title}`), button('Close', () => this.close(), { 'data-key': 'close' })),
      el('div', { className: 'tile-row' }, badge(card, el), meaningOf(card).word === label(STATES, card.state) ? null : el('span', {}, label(STATES, card.state)),
        el('span', { className: 'quiet', title: exactly(card.stateChangedAt) }, ago(card.stateChangedAt)), el('span', { className: 'spring' }),
        el('span', { className: 'num', title: 'Cost of this card' }, money(costOf(card)))),
      card.attention ? el('div', { className: 'attention' }, el('b', {}, label(ATTENTION, card.attention.reason)), ' ', card.attention.message) : null,
      el('div', { className: 'actions' }, actionButtons(card, this.#board.cardChanged)),
      el('div', { className: 'quiet facts' }, [card.branch ? `Branch ${card.branch}` : null, card.worktreePath ? `Worktree ${card.worktreePath}` : null]
        .filter(Boolean).map((fact) => el('div', {}, fact)), pullRequest(card.pullRequestUrl)));
  }

  #drawBody(anew) {
    const card = this.#card;
    switch (this.#tab) {
      case 'Run':
        this.#drawRun(anew);
        break;
      case 'Changes':
        this.#changes ??= new ChangesPane(card, this.#board.cardChanged);
        this.#changes.update(card);
        this.#put(this.#changes.node);
        break;
      case 'Timeline':
        refill(this.#body, timelinePane(card));
        break;
      default:
        this.#text ??= new TextPane(card, this.#board.cardChanged);
        this.#text.update(card);
        this.#put(this.#text.node);
    }
  }

  /** A pane lives as long as its card is open, so that nothing typed in it is lost. */
  #put(node) {
    if (node.parentNode !== this.#body) refill(this.#body, node);
  }

  #drawRun(anew) {
    const runs = this.#card.runs;
    const run = this.#card.currentRun || runs.at(-1);
    if (!run) {
      refill(this.#body, el('p', { className: 'empty' }, 'No run yet. What the agent does will appear here as it happens.'));
      return;
    }
    if (anew || run.id !== this.#runId || !this.#transcript) {
      this.#transcript?.close();
      this.#runId = run.id;
      this.#transcript = new Transcript(this.#feeds, run);
      this.#facts = el('div', { className: 'run-facts tile-row' });
      this.#hint ??= this.#hintBox();
      refill(this.#body, this.#facts, this.#transcript.node, this.#hint);
    }
    refill(this.#facts, el('span', {}, [run.platform, run.model, run.subscription].filter(Boolean).join(' · ')),
      el('span', {}, run.stopReason ? `Stopped: ${label(STOPS, run.stopReason)}` : label({}, run.state)), el('span', { className: 'spring' }),
      el('span', { className: 'num' }, `it. ${run.iteration}/${run.limits.maxIterations}`),
      el('span', { className: 'num' }, `${tokens(run.inputTokens)} in, ${tokens(run.outputTokens)} out`), el('span', { className: 'num' }, `${money(run.costUsd)} of ${money(run.limits.maxCostUsd)}`));
    this.#hint.hidden = !isOpen(run);
  }

  #hintBox() {
    const input = el('textarea', { rows: '2', 'aria-label': 'Hint for the agent', placeholder: 'A hint for the agent: the next iteration is told it' });
    return el('div', { className: 'hint' }, input, button('Send hint', async () => {
      if (!input.value.trim()) return;
      await request(SEND_HINT, { card: this.#id, text: input.value.trim() });
      input.value = '';
    }, { className: 'primary' }));
  }
}

/** Only a web address becomes a link: the value comes from outside. */
function pullRequest(url) {
  if (!url) return null;
  return /^https?:\/\//.test(url) ? el('a', { href: url, rel: 'noreferrer noopener', target: '_blank' }, 'Pull request') : el('span', {}, url);
}
