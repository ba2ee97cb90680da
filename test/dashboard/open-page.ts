// The built page in a real Chromium over a fixture world.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, onTestFinished } from 'vitest';
import { buildOnce } from '../support/build-once.js';
import { type BrowseOptions, browse } from './browse.js';
import { type ServedWorld, serveWorld } from './fixture/serve-world.js';
import { makeWorld, type World } from './fixture/world.js';

const LONGEST_BUILD_MS = 180_000;

beforeAll(buildOnce, LONGEST_BUILD_MS);

export interface OpenPage {
  page: Page;
  world: World;
  served: ServedWorld;
}

/** Where the built page is. */
export async function dashboardFolder(): Promise<string> {
  return join(await buildOnce(), 'dashboard');
}

/** Opens a path over `world`. */
export async function openPage(world: World = makeWorld(), options: BrowseOptions = {}): Promise<OpenPage> {
  const served = await serveWorld(world, await dashboardFolder());
  onTestFinished(served.close);
  return { page: await browse(served.url, options), world, served };
}
