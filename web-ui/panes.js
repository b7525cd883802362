// A card's history and its texts.

import { request } from '/client.js';
import { button, el, refill } from '/dom.js';
import { cardInput } from '/forms.js';
import { UPDATE_CARD } from '/queries.js';
import { STATES, ago, exactly, isOpen, label } from '/words.js';

export function timelinePane(card) {
  const transitions = card.transitions.map((step) => ({ at: step.at, node: el('li', {}, el('b', {}, `${label(STATES, step.from)} → ${label(STATES, step.to)}`),
    el('div', { className: 'quiet' }, `${label({}, step.trigger)} by ${step.actor}`, when(step.at)), step.reason ? el('div', { className: 'prose' }, step.reason) : null) }));
  const errors = card.errors.map((error) => ({ at: error.at, node: el('li', { className: error.resolved ? 'quiet' : 'failed' }, el('b', {}, `✕ ${error.message}`),
    el('div', { className: 'quiet' }, `${error.category} in ${label(STATES, error.sourceState)}${error.resolved ? ', resolved' : ''}`, when(error.at)),
    error.context ? el('details', {}, el('summary', {}, 'Context'), el('pre', {}, error.context)) : null) }));
  const all = [...transitions, ...errors].sort((a, b) => String(b.at).localeCompare(String(a.at)));
  return all.length ? el('ol', { className: 'timeline' }, all.map((entry) => entry.node)) : el('p', { className: 'empty' }, 'Nothing has happened to this card yet.');
}

const when = (at) => [', ', el('time', { datetime: at, title: exactly(at) }, ago(at))];

/** The title, prompt and criteria, edited in place. What is typed survives every change that arrives meanwhile. */
export class TextPane {
  #card;
  #note = el('p', { className: 'quiet' });
  #rest = el('div', {});
  #fields = {};
  #dirty = false;

  constructor(card, changed) {
    this.#card = card;
    const field = (name, words, rows) => {
      this.#fields[name] = el('textarea', { rows, oninput: () => {
        this.#dirty = true;
        this.update(this.#card);
      } });
      return el('label', { className: 'field' }, el('span', {}, words), this.#fields[name]);
    };
    this.node = el('div', { className: 'text-pane' }, field('title', 'Title', '1'), field('taskPrompt', 'Task prompt', '10'),
      field('acceptanceCriteria', 'Acceptance criteria, one a line', '4'), this.#note,
      el('div', { className: 'actions' }, button('Save', () => this.#save(changed), { className: 'primary' }), button('Discard changes', () => {
        this.#dirty = false;
        this.update(this.#card);
      })), this.#rest);
    this.update(card);
  }

  update(card) {
    const moved = this.#dirty && card.version !== this.#card.version;
    if (!this.#dirty) {
      this.#card = card;
      this.#fields.title.value = card.title;
      this.#fields.taskPrompt.value = card.taskPrompt;
      this.#fields.acceptanceCriteria.value = card.acceptanceCriteria.map((criterion) => criterion.description).join('\n');
    }
    this.#note.textContent = moved ? 'The card has changed since you began to type. Saving uses your text.'
      : isOpen(card.currentRun) ? 'The next iteration will use this.' : '';
    this.latest = card;
    refill(this.#rest, card.acceptanceCriteria.map((criterion) => el('div', {}, criterion.met ? '✓ ' : '○ ', criterion.description)),
      card.plan ? [el('h3', {}, 'Plan'), el('div', { className: 'prose' }, card.plan)] : null);
  }

  async #save(changed) {
    const input = cardInput(Object.fromEntries(Object.entries(this.#fields).map(([name, node]) => [name, node.value])));
    const { updateCard } = await request(UPDATE_CARD, { id: this.latest.id, input, version: this.latest.version });
    this.#dirty = false;
    changed(updateCard);
  }
}
