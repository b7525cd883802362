// GraphQL over HTTP, and feeds over one WebSocket (protocol graphql-transport-ws). The browser sends the login cookie with both.

export class ServerError extends Error {
  constructor(message, code) {
    super(message);
    this.code = code;
    this.signedOut = code === 'UNAUTHENTICATED';
  }
}

function fromGraphQl(errors) {
  const first = errors[0] || {};
  return new ServerError(first.message || 'The server refused without a reason.', first.extensions?.code);
}

/** The data of a query or mutation; throws what the server said, or that it cannot be reached. */
export async function request(query, variables = {}) {
  let response;
  try {
    response = await fetch('/graphql', { method: 'POST', credentials: 'same-origin', signal: AbortSignal.timeout(60_000),
      headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify({ query, variables }) });
  } catch {
    throw new ServerError('The server cannot be reached. Look whether it runs; nothing you typed is lost.');
  }
  if (response.status === 401) throw new ServerError('You are not logged in.', 'UNAUTHENTICATED');
  const body = await response.json().catch(() => ({}));
  if (body.errors?.length) throw fromGraphQl(body.errors);
  if (!response.ok || !body.data) throw new ServerError(`The server answered with status ${response.status}. Look into its log.`);
  return body.data;
}

const PING_EVERY = 15_000;
const PONG_WITHIN = 10_000;
const CONNECT_WITHIN = 15_000;
const LONGEST_WAIT = 10_000;

/** Feeds that survive a lost connection: each is asked for its variables anew, so it can resume from where it stands. */
export class Feeds {
  #subscribers = new Map();
  #nextId = 1;
  #socket = null;
  #ready = false;
  #failures = 0;
  #timers = {};
  #onState;

  /** @param onState called with {name: 'connecting' | 'connected' | 'offline' | 'signed-out', since} on every change */
  constructor(onState) {
    this.#onState = onState;
  }

  start() {
    window.addEventListener('online', () => this.#connect());
    window.addEventListener('offline', () => this.#socket?.close());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.#connect());
    this.#connect();
  }

  /** @param subscriber {query, variables(), next(data), failed(error), completed()}; returns how to end it */
  subscribe(subscriber) {
    const id = String(this.#nextId++);
    this.#subscribers.set(id, subscriber);
    if (this.#ready) this.#start(id, subscriber);
    return () => {
      if (this.#subscribers.delete(id) && this.#ready) this.#send({ id, type: 'complete' });
    };
  }

  #start(id, subscriber) {
    this.#send({ id, type: 'subscribe', payload: { query: subscriber.query, variables: subscriber.variables() } });
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #connect() {
    if (this.#socket) return;
    clearTimeout(this.#timers.retry);
    if (this.#failures === 0) this.#onState({ name: 'connecting', since: new Date() });
    const socket = new WebSocket(location.origin.replace(/^http/, 'ws') + '/graphql', 'graphql-transport-ws');
    this.#socket = socket;
    this.#timers.connect = setTimeout(() => this.#lost(socket, 0), CONNECT_WITHIN);
    socket.onopen = () => this.#send({ type: 'connection_init', payload: {} });
    socket.onmessage = (event) => this.#socket === socket && this.#receive(JSON.parse(event.data), socket);
    socket.onclose = (event) => this.#lost(socket, event.code);
  }

  #receive(message, socket) {
    clearTimeout(this.#timers.pong);
    const subscriber = this.#subscribers.get(message.id);
    switch (message.type) {
      case 'connection_ack':
        this.#acknowledged(socket);
        break;
      case 'ping':
        this.#send({ type: 'pong' });
        break;
      case 'next':
        if (message.payload.errors?.length) subscriber?.failed(fromGraphQl(message.payload.errors));
        if (message.payload.data) subscriber?.next(message.payload.data);
        break;
      case 'error':
        this.#subscribers.delete(message.id);
        subscriber?.failed(fromGraphQl(message.payload));
        break;
      case 'complete':
        this.#subscribers.delete(message.id);
        subscriber?.completed?.();
        break;
    }
  }

  #acknowledged(socket) {
    clearTimeout(this.#timers.connect);
    this.#ready = true;
    this.#failures = 0;
    for (const [id, subscriber] of this.#subscribers) this.#start(id, subscriber);
    // A connection that died without a word would look alive for minutes.
    this.#timers.ping = setInterval(() => {
      this.#send({ type: 'ping' });
      clearTimeout(this.#timers.pong);
      this.#timers.pong = setTimeout(() => this.#lost(socket, 0), PONG_WITHIN);
    }, PING_EVERY);
    this.#onState({ name: 'connected', since: new Date() });
  }

  #lost(socket, code) {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.#ready = false;
    socket.close();
    clearTimeout(this.#timers.connect);
    clearTimeout(this.#timers.pong);
    clearInterval(this.#timers.ping);
    if (code === 4401 || code === 4403) {
      this.#onState({ name: 'signed-out', since: new Date() });
      return;
    }
    if (this.#failures === 0) this.#onState({ name: 'offline', since: new Date() });
    this.#failures += 1;
    const wait = Math.min(LONGEST_WAIT, 250 * 2 ** this.#failures) * (0.5 + Math.random() / 2);
    this.#timers.retry = setTimeout(() => this.#connect(), wait);
  }
}
