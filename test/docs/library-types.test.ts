// The public surface of the library, as its users' compilers see it. `tsc` checks it together with the rest.
import { expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import {
  type AuditEvent,
  type Collector,
  type CollectorEnd,
  CollectorError,
  type Config,
  type ConfigError,
  createCollector,
  type DestinationType,
  type ErrorCode,
  isCollectorError,
  type Problem,
  parseConfig,
  readEvents,
  readPages,
  type Simulator,
  type Status,
  type SyncReport,
  startSimulator,
  type WriteResult,
} from '../../src/index.js';

it('reads events and pages as async sequences', () => {
  expectTypeOf(readEvents).returns.toExtend<AsyncIterable<AuditEvent>>();
  expectTypeOf(readPages).returns.toExtend<AsyncIterable<readonly AuditEvent[]>>();
  expectTypeOf(readEvents).parameter(0).toHaveProperty('token').toBeString();
  expectTypeOf(readEvents).parameter(0).toHaveProperty('from').toEqualTypeOf<Date>();
  expectTypeOf<AuditEvent>().toHaveProperty('id').toEqualTypeOf<string | null>();
  expectTypeOf<AuditEvent>().toHaveProperty('raw').toEqualTypeOf<Uint8Array>();
});

it('collects', () => {
  expectTypeOf(parseConfig).returns.toEqualTypeOf<Config>();
  expectTypeOf(createCollector).returns.resolves.toEqualTypeOf<Collector>();
  expectTypeOf<Collector['sync']>().returns.resolves.toEqualTypeOf<SyncReport>();
  expectTypeOf<Collector['run']>().parameter(0).toEqualTypeOf<AbortSignal>();
  expectTypeOf<Collector['run']>().returns.resolves.toEqualTypeOf<CollectorEnd>();
  expectTypeOf<Collector['status']>().returns.resolves.toEqualTypeOf<Status>();
  expectTypeOf<Status['version']>().toEqualTypeOf<1>();
});

it('lets a destination know its own settings', () => {
  type Settings = { url: string };
  type Mine = DestinationType<Settings>;
  expectTypeOf<Mine['settings']>().toEqualTypeOf<z.ZodType<Settings>>();
  expectTypeOf<Mine['open']>().parameter(0).toEqualTypeOf<Settings>();
  expectTypeOf<Awaited<ReturnType<Mine['open']>>['write']>().returns.resolves.toEqualTypeOf<WriteResult>();
});

it('tells errors by their code', () => {
  expectTypeOf<CollectorError>().toHaveProperty('code').toEqualTypeOf<ErrorCode>();
  expectTypeOf<'DESTINATION_UNAVAILABLE'>().toExtend<ErrorCode>();
  expectTypeOf<'SOMETHING_ELSE'>().not.toExtend<ErrorCode>();
  expectTypeOf(isCollectorError).guards.toEqualTypeOf<CollectorError>();
  expectTypeOf<ConfigError>().toExtend<CollectorError>();
  expectTypeOf<ConfigError['problems']>().toEqualTypeOf<readonly Problem[]>();
  expectTypeOf(CollectorError).toBeConstructibleWith('ABORTED', 'Stopped.');
});

it('starts a simulator', () => {
  expectTypeOf(startSimulator).returns.resolves.toEqualTypeOf<Simulator>();
  expectTypeOf<Simulator['url']>().toBeString();
});
