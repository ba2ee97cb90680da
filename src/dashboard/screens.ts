// The screens, in the order in which they stand in the bar.
import type { FunctionComponent } from 'preact';
import { ActivityScreen } from './screens/activity.js';
import { Completeness } from './screens/completeness.js';
import { Connect } from './screens/connect.js';
import { Events } from './screens/events.js';
import { NotFound } from './screens/not-found.js';
import { Overview } from './screens/overview.js';

export interface Screen {
  path: string;
  title: string;
  View: FunctionComponent;
}

export const screens: readonly Screen[] = [
  { path: '/', title: 'Overview', View: Overview },
  { path: '/events', title: 'Events', View: Events },
  { path: '/completeness', title: 'Completeness', View: Completeness },
  { path: '/connect', title: 'Connect', View: Connect },
  { path: '/activity', title: 'Activity', View: ActivityScreen },
];

export function findScreen(path: string): Screen {
  return screens.find((screen) => screen.path === path) ?? { path, title: 'Not found', View: NotFound };
}
