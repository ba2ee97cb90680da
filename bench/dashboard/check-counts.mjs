// Whether histogram and facets count what is in the journal: against SQL that is written down here and knows nothing of the index.
import Database from 'better-sqlite3';

const COLUMNS = { type: 'type', user: 'user', resource: 'resource_type' };
const IP = "json_extract(CAST(raw AS TEXT), '$.details.request.ip_address')";

/** How many of the checks there were, and which failed. */
export async function checkCounts(ask, journalPath, now) {
  const journal = new Database(journalPath, { readonly: true });
  const month = 30 * 86_400_000;
  const questions = [
    {},
    { since: now - month },
    { since: now - 3 * month, until: now - 2 * month },
    { type: 'user_login' },
    { user: 'zoe@acme.example', resource: 'Flow', since: now - 6 * month },
    { ip: '203.0.113.7', since: now - month },
  ];
  // All are asked before the journal is: SQL holds this process up, and connections are closed meanwhile.
  const answers = [];
  for (const question of questions) {
    const query = toQuery(question);
    const { answer: histogram } = await ask(`/api/histogram?${query}&buckets=72`);
    const { answer: facets } = await ask(`/api/facets?${query}`);
    answers.push({ question, query, histogram, facets });
  }
  const wrong = [];
  for (const { question, query, histogram, facets } of answers) {
    const [where, values] = toSql(question);
    const step = histogram.step_seconds * 1000;
    const counts = new Array(histogram.counts.length).fill(0);
    const byBucket = journal
      .prepare(
        `SELECT CAST((time - ?) / ? AS INTEGER) AS bucket, count(*) AS events FROM events WHERE ${where} GROUP BY bucket`,
      )
      .all(Date.parse(histogram.from), step, ...values);
    for (const { bucket, events } of byBucket) counts[bucket] += events;
    if (JSON.stringify(counts) !== JSON.stringify(histogram.counts)) wrong.push(`histogram of ${query}`);
    for (const [facet, column] of Object.entries(COLUMNS)) {
      const top = journal
        .prepare(
          `SELECT ${column} AS value, count(*) AS count FROM events WHERE ${where} AND ${column} IS NOT NULL GROUP BY value ORDER BY count DESC, value LIMIT 20`,
        )
        .all(...values);
      if (JSON.stringify(top) !== JSON.stringify(facets[facet])) wrong.push(`${facet} of ${query}`);
    }
  }
  journal.close();
  return { checks: questions.length * (1 + Object.keys(COLUMNS).length), wrong };
}

function toQuery(question) {
  const texts = Object.entries(question).map(([name, value]) => [
    name,
    typeof value === 'number' ? new Date(value).toISOString() : value,
  ]);
  return new URLSearchParams(texts).toString();
}

function toSql({ since, until, ip, ...facets }) {
  const conditions = [
    [since !== undefined, 'time >= ?', since],
    [until !== undefined, 'time < ?', until],
    [ip !== undefined, `${IP} = ?`, ip],
    ...Object.entries(facets).map(([facet, value]) => [true, `${COLUMNS[facet]} = ?`, value]),
  ].filter(([isAsked]) => isAsked);
  return [['1', ...conditions.map(([, sql]) => sql)].join(' AND '), conditions.map(([, , value]) => value)];
}
