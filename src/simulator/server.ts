// A Workato look-alike on a loopback port: GET /api/activity_logs and its Embedded sibling, over real HTTP.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../platform/clock.js';
import { CollectorError } from '../platform/errors.js';
import type { Behaviour } from './behaviour.js';
import type { FaultRule } from './faults.js';
import type { AddedEvent } from './history-options.js';
import { readFaultRule, resolveOptions, type SimulatorOptions, withDefaults } from './options.js';
import type { LoggedRequest } from './request-log.js';
import { send } from './send.js';
import { Simulation, type Truth } from './simulation.js';

/** A running look-alike. Where `workspaceId` is left out, the first workspace is meant. */
export interface Simulator {
  /** The base URL: `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly port: number;
  /** How it answers right now. */
  readonly behaviour: Behaviour;
  /** The latest 100,000 requests, in the order in which they came. */
  readonly requests: readonly LoggedRequest[];
  readonly requestCount: number;
  /** Most requests, refused ones included, that one token made in any 60 s. */
  readonly busiestMinute: number;
  /** Turns switches while it runs. */
  behave(changes: Partial<Behaviour>): void;
  /** Replaces the script of faults. */
  setFaults(rules: readonly (FaultRule | string)[]): void;
  /** Gives a workspace another token; the old one is answered 401. */
  changeToken(token: string, workspaceId?: number): void;
  /** Puts an event in, whenever it happened; its id. */
  add(event?: AddedEvent, workspaceId?: number): string;
  /** What exists and what can be seen at this moment. */
  truth(workspaceId?: number): Truth;
  /** The record with this id, byte for byte as it would be sent at this moment; null where there is none. */
  record(id: string, workspaceId?: number): string | null;
  /** Breaks off what is being answered and frees the port. */
  stop(): Promise<void>;
}

const KEEP_ALIVE_MS = 75_000;

/**
 * Starts a look-alike.
 * @throws CollectorError CONFIG_INVALID where an option cannot be, or the port cannot be listened on.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const resolved = resolveOptions(options);
  const { clock, host } = resolved;
  const simulation = new Simulation(resolved);
  const server = createServer((request, response) => {
    serve(simulation, clock, request, response).catch((error: unknown) => {
      if (!response.destroyed) response.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const port = await listen(server, host, resolved.port);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    get behaviour() {
      return simulation.behaviour;
    },
    get requests() {
      return simulation.log.entries;
    },
    get requestCount() {
      return simulation.log.count;
    },
    get busiestMinute() {
      return simulation.log.busiestMinute;
    },
    behave: (changes) => {
      simulation.behaviour = withDefaults(simulation.behaviour, changes);
    },
    setFaults: (rules) => {
      simulation.faults = rules.map(readFaultRule);
    },
    changeToken: (token, workspaceId) => simulation.changeToken(token, workspaceId),
    add: (event = {}, workspaceId) => simulation.add(event, clock.now(), workspaceId),
    truth: (workspaceId) => simulation.truth(clock.now(), workspaceId),
    record: (id, workspaceId) => simulation.record(id, clock.now(), workspaceId),
    stop: () => close(server),
  };
}

async function serve(
  simulation: Simulation,
  clock: Clock,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.sendDate = false;
  const [path = '', ...query] = (request.url ?? '').split('?');
  const caller = { method: request.method ?? '', path, authorization: request.headers.authorization };
  const { answer, fault, correlationId } = simulation.reply(caller, query.join('?'), clock.now());
  const { behaviour } = simulation;
  const slowness = fault?.kind === 'latency' ? Number(fault.argument ?? 1000) : 0;
  if (behaviour.latencyMs + slowness > 0) {
    if (!(await hasWaited(clock, behaviour.latencyMs + slowness, gone.signal))) return;
  }
  const date = new Date(clock.now() + behaviour.dateOffsetMs).toUTCString();
  await send({
    response,
    answer,
    headers: { 'x-correlation-id': correlationId, ...(behaviour.dateHeader ? { date } : {}) },
    fault,
    gzip: behaviour.gzip && /\bgzip\b/.test(String(request.headers['accept-encoding'])),
    clock,
    signal: gone.signal,
  });
}

/** False: the client has left. */
async function hasWaited(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(ms, signal);
    return true;
  } catch (error: unknown) {
    if (signal.aborted) return false;
    throw error;
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        new CollectorError(
          'CONFIG_INVALID',
          `The simulator cannot listen on ${host}, port ${port}: ${cause.message}.`,
          {
            hint: 'Choose another port, or 0 for any free one.',
            cause,
          },
        ),
      );
    });
    server.listen(port, host, () => {
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
