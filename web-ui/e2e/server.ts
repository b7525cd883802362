import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';

const LAUNCHER = resolve(import.meta.dirname, '../../ringmaster');
const READY_WITHIN = 240_000;

/** The built server, started as a user would, in a home and on a port of its own. */
export class RingmasterServer {
  readonly home = mkdtempSync(join(tmpdir(), 'ringmaster-e2e-'));
  private process: ChildProcess | undefined;

  private constructor(readonly port: number) {}

  /** @param configuration what stands in its application.yaml */
  static async start(configuration = ''): Promise<RingmasterServer> {
    const server = new RingmasterServer(await freePort());
    if (configuration) writeFileSync(join(server.home, 'application.yaml'), configuration);
    await server.up();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get token(): string {
    return readFileSync(join(this.home, 'token'), 'utf8').trim();
  }

  async up(): Promise<void> {
    const log = openSync(join(this.home, 'server.log'), 'a');
    const child = spawn(LAUNCHER, ['up'], {
      // Agents and the server see nothing of the machine that tests.
      env: {
        PATH: process.env.PATH,
        JAVA_HOME: process.env.JAVA_HOME,
        HOME: this.home,
        LANG: 'C.UTF-8',
        RINGMASTER_HOME: this.home,
        QUARKUS_HTTP_PORT: String(this.port),
        RINGMASTER_DEMO_PAUSE: process.env.RINGMASTER_DEMO_PAUSE,
      },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    this.process = child;
    const deadline = Date.now() + READY_WITHIN;
    while (!(await this.ready())) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`The server did not start:\n${this.log()}`);
      await new Promise((next) => setTimeout(next, 200));
    }
  }

  /** As `kill -9` does it: nothing is said to anybody. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }

  log(): string {
    return readFileSync(join(this.home, 'server.log'), 'utf8').slice(-4000);
  }

  /** Asks the API past the browser: for what a test needs to be there. */
  async ask<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as { data?: Data; errors?: { message: string }[] };
    if (!answer.data || answer.errors?.length) throw new Error(JSON.stringify(answer.errors ?? response.status));
    return answer.data;
  }

  /** Stops and continues its process, as a machine that sleeps does: connections stay, and nothing answers. */
  freeze(): void {
    this.process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.process?.kill('SIGCONT');
  }

  /** Its database ends all connections and takes no new one, as while it restarts, until the returned function is called. */
  async databaseAway(): Promise<() => Promise<void>> {
    const file = (name: string) => readFileSync(join(this.home, 'postgres', name), 'utf8').trim();
    const admin = new Client({ host: '127.0.0.1', port: Number(file('port')), user: 'ringmaster', password: file('password'), database: 'template1' });
    await admin.connect();
    await admin.query('alter database postgres allow_connections false');
    await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'postgres'");
    return async () => {
      await admin.query('alter database postgres allow_connections true');
      await admin.end();
    };
  }

  private async ready(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/q/health/ready`)).ok;
    } catch {
      return false;
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolved) => child.once('exit', resolved));
    child.kill('SIGCONT'); // one that a test has frozen could not end
    child.kill(signal);
    await ended;
  }
}

function freePort(): Promise<number> {
  // Below those that Linux gives to clients and to a database that asks for any: they could take it before its server does.
  const port = randomInt(20_000, 32_768);
  return new Promise((found) => {
    const probe = createServer();
    probe.once('error', () => found(freePort()));
    probe.listen(port, '127.0.0.1', () => probe.close(() => found(port)));
  });
}
