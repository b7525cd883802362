// The live transcript of one run: replayed from a cursor, then live, resumed from the last event after a lost connection.

import { request } from '/client.js';
import { el, notify } from '/dom.js';
import { eventBlock } from '/event.js';
import { RUN_EVENTS, RUN_FEED } from '/queries.js';

const FIRST_SHOWN = 400;
const PAGE = 400;
const MOST_SHOWN = 3000;
const RETRY_AFTER = 3_000;

export class Transcript {
  #feeds;
  #run;
  #last;
  #first;
  #end = null;
  #closed = false;
  #calls = new Map();
  #unseen = 0;
  #following = true;
  #earlier = el('button', { type: 'button', className: 'earlier', hidden: true, onclick: () => this.#loadEarlier().catch(notify) }, 'Show earlier events');
  #list = el('ol', { className: 'events' });
  #more = el('button', { type: 'button', className: 'more primary', hidden: true, onclick: () => this.#toTail() });
  #scroller = el('div', { className: 'transcript', tabindex: '0', 'aria-label': 'Transcript', onscroll: () => this.#scrolled() }, this.#earlier, this.#list);

  constructor(feeds, run) {
    this.#feeds = feeds;
    this.#run = run;
    this.#last = Math.max(0, Number(run.lastSeq) - FIRST_SHOWN);
    this.#first = this.#last + 1;
    this.#earlier.hidden = this.#last === 0;
    this.node = el('div', { className: 'transcript-frame' }, this.#scroller, this.#more);
    this.#follow();
  }

  close() {
    this.#closed = true;
    this.#end?.();
  }

  #follow() {
    this.#end?.();
    this.#end = this.#feeds.subscribe({ query: RUN_FEED, variables: () => ({ run: this.#run.id, after: this.#last }),
      next: (data) => this.#receive(data.runEvents), failed: (error) => this.#again(error) });
  }

  #again(error) {
    notify(error);
    setTimeout(() => this.#closed || this.#follow(), RETRY_AFTER);
  }

  #receive(events) {
    if (this.#closed) return;
    for (const event of events) {
      const seq = Number(event.seq);
      if (seq <= this.#last) continue;
      this.#last = seq;
      this.#append(event);
    }
    while (this.#list.childElementCount > MOST_SHOWN && this.#following) this.#dropOldest();
    if (this.#following) this.#toTail();
    else this.#countUnseen(events.length);
  }

  #append(event) {
    const call = event.kind === 'TOOL_RESULT' ? this.#calls.get(event.toolId) : null;
    if (call) {
      call.result(event);
      return;
    }
    const block = eventBlock(event);
    if (event.kind === 'TOOL_CALL' && event.toolId) this.#calls.set(event.toolId, block);
    this.#list.append(block.node);
  }

  #dropOldest() {
    const oldest = this.#list.firstElementChild;
    this.#first = Number(oldest.dataset.seq) + 1;
    oldest.remove();
    this.#earlier.hidden = false;
  }

  async #loadEarlier() {
    const after = Math.max(0, this.#first - 1 - PAGE);
    const { runEvents } = await request(RUN_EVENTS, { run: this.#run.id, after, first: this.#first - 1 - after });
    const before = this.#scroller.scrollHeight;
    const calls = new Map();
    const nodes = [];
    for (const event of runEvents.filter((candidate) => Number(candidate.seq) < this.#first)) {
      if (event.kind === 'TOOL_RESULT' && calls.has(event.toolId)) {
        calls.get(event.toolId).result(event);
        continue;
      }
      const block = eventBlock(event);
      if (event.kind === 'TOOL_CALL') calls.set(event.toolId, block);
      nodes.push(block.node);
    }
    this.#list.prepend(...nodes);
    this.#first = after + 1;
    this.#earlier.hidden = after === 0;
    this.#scroller.scrollTop += this.#scroller.scrollHeight - before;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#following = scrollHeight - scrollTop - clientHeight < 40;
    if (this.#following) this.#countUnseen(-this.#unseen);
  }

  #countUnseen(change) {
    this.#unseen += change;
    this.#more.hidden = this.#unseen === 0;
    this.#more.textContent = `↓ ${this.#unseen} new`;
  }

  #toTail() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#following = true;
    this.#countUnseen(-this.#unseen);
  }
}
