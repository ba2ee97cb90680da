// What people ask of the screen with events: a mix of filters, spans and words, as parts of a URL's query.

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TYPES = [
  'user_login',
  'user_logout',
  'recipe_updated',
  'recipe_started',
  'connection_created',
  'branding_updated',
];
const RESOURCES = ['User', 'Flow', 'SharedAccount', 'Folder'];
const USERS = ['ana.duarte', 'bjorn.ostergard', 'chloe.lefevre+workato', 'zoe'].map(
  (name) => `${name}@acme.example`,
);
const ADDRESSES = ['198.51.100.23', '203.0.113.7', '2001:db8::1'];
/** In nearly every record, in many, in few, in none; whole words and beginnings. */
const WORDS = [
  ...['acme', 'workato', 'ana', 'prod acme example', 'a', '2'],
  ...['chrome', 'firefox user', 'okta', 'onboarding', 'recipe_upd', 'incidents 293'],
  ...['zoe', 'sian oconnor', '田中', 'לא', 'branding_updated', 'grainne 190'],
  ...['nosuchword', 'ana nosuchword', '198.51.100.250'],
];

/** At least a hundred questions about a history that ends at `now` and is `historyDays` long: {name, query}. */
export function makeQuestions(workspaces, now, historyDays) {
  const spans = [
    ...[0.25, 1, 24, 24 * 7, 24 * 30].map((hours) => since(now - hours * HOUR_MS)),
    ...[0.2, 0.5, 0.8].flatMap((share) => {
      const from = now - share * historyDays * DAY_MS;
      return [
        between(from, from + HOUR_MS),
        between(from, from + 3 * DAY_MS),
        between(from, from + 60 * DAY_MS),
      ];
    }),
  ];
  const facets = [
    ...workspaces.map((workspace) => ({ workspace })),
    ...TYPES.map((type) => ({ type })),
    ...RESOURCES.map((resource) => ({ resource })),
    ...USERS.map((user) => ({ user })),
    ...ADDRESSES.map((ip) => ({ ip })),
    { type: 'no_such_type' },
    { user: 'nobody@acme.example' },
  ];
  const texts = WORDS.map((q) => ({ q }));
  const [month, week] = [since(now - 30 * DAY_MS), since(now - 7 * DAY_MS)];
  return [
    ['no filter', [{}]],
    ['span', spans],
    ['facet', facets],
    ['facet in a span', facets.map((facet) => ({ ...facet, ...month }))],
    ['words', texts],
    ['words in a span', texts.map((text) => ({ ...text, ...week }))],
    ['words and facets', texts.map((text, at) => ({ ...text, type: TYPES[at % 6], user: USERS[at % 4] }))],
    [
      'everything',
      USERS.map((user, at) => ({ user, type: TYPES[at], q: WORDS[at], ip: ADDRESSES[at % 3], ...month })),
    ],
  ].flatMap(([kind, queries]) =>
    queries.map((query) => ({ kind, query: new URLSearchParams(query).toString() })),
  );
}

const since = (from) => ({ since: new Date(from).toISOString() });
const between = (from, to) => ({ ...since(from), until: new Date(to).toISOString() });
