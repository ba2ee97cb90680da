// Everything that can be said to the simulator, resolved once at its door.

import { type Clock, systemClock } from '../platform/clock.js';
import { type Behaviour, defaultBehaviour } from './behaviour.js';
import { checkOptions } from './check-options.js';
import { type FaultRule, parseFaultRule } from './faults.js';
import { defaultHistory, type HistoryOptions } from './history-options.js';
import { defaultWorkspace, type WorkspaceOptions } from './workspace.js';

type Optional<Options> = { [Name in keyof Options]?: Options[Name] | undefined };

/** What a workspace holds, how it answers, and where. Defaults stand with each option. */
export interface SimulatorOptions extends Optional<HistoryOptions>, Optional<Behaviour> {
  /** Address to listen on. Default 127.0.0.1. */
  host?: string | undefined;
  /** Default 0: any free one. */
  port?: number | undefined;
  /** Default: one. Without an `id` that a token names, the direct endpoint shows the first. */
  workspaces?: readonly WorkspaceOptions[] | undefined;
  /** What goes wrong: rules, or texts as `parseFaultRule` takes them. The first that holds is played. Default none. */
  faults?: readonly (FaultRule | string)[] | undefined;
  /** Default: the machine's. */
  clock?: Clock | undefined;
}

export interface ResolvedOptions {
  history: HistoryOptions;
  behaviour: Behaviour;
  host: string;
  port: number;
  workspaces: readonly WorkspaceOptions[];
  faults: readonly FaultRule[];
  clock: Clock;
}

/** @throws CollectorError CONFIG_INVALID */
export function resolveOptions(options: SimulatorOptions): ResolvedOptions {
  const clock = options.clock ?? systemClock;
  const history = withDefaults<HistoryOptions>({ ...defaultHistory, until: clock.now() }, options);
  const behaviour = withDefaults(defaultBehaviour, options);
  checkOptions({ ...history, ...behaviour });
  return {
    history,
    behaviour,
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    workspaces: options.workspaces ?? [defaultWorkspace],
    faults: (options.faults ?? []).map(readFaultRule),
    clock,
  };
}

export function readFaultRule(rule: FaultRule | string): FaultRule {
  return typeof rule === 'string' ? parseFaultRule(rule) : rule;
}

/** `defaults`, with what is given for any of them in its place. */
export function withDefaults<Options extends object>(defaults: Options, given: Optional<Options>): Options {
  const names = Object.keys(defaults) as (keyof Options)[];
  const chosen = names.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]);
  return { ...defaults, ...Object.fromEntries(chosen) };
}
