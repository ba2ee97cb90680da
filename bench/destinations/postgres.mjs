// `postgres`, into a table that is emptied before each run.
import pg from 'pg';

const OWNER = { user: 'bench', password: 'bench-password' };
const TYPES = [
  'text',
  'text',
  'text',
  'timestamptz',
  'timestamptz',
  'text',
  'text',
  'text',
  'text',
  'bigint',
  'jsonb',
  'text',
];
const INSERT = `INSERT INTO workato_audit_logs SELECT * FROM unnest(${TYPES.map((type, index) => `$${index + 1}::${type}[]`).join(', ')})`;

export const postgres = {
  type: 'postgres',
  what: 'postgres',
  bareClient: 'the same columns by the same statement but for ON CONFLICT, pg',
  receiver: 'postgres',
  receiverOptions: () => OWNER,
  /** A key comes once. */
  isOncePerRun: true,
  settings: (port) => ({
    host: '127.0.0.1',
    port,
    database: 'postgres',
    user: OWNER.user,
    password: { env: 'PASSWORD' },
    tls: 'off',
  }),
  secrets: { password: OWNER.password },
  async openBare(port) {
    const client = new pg.Client({ host: '127.0.0.1', port, database: 'postgres', ...OWNER });
    await client.connect();
    return {
      write: (batch) => client.query(INSERT, columnsOf(batch)),
      empty: () => client.query('TRUNCATE workato_audit_logs'),
      close: () => client.end(),
    };
  },
};

function columnsOf({ deliveries }) {
  const columns = TYPES.map(() => []);
  for (const { event, line } of deliveries) {
    const raw = line.toString('utf8');
    const row = [
      event.baseUrl,
      event.workspace,
      event.key,
      new Date(event.time).toISOString(),
      new Date(event.firstSeen).toISOString(),
      event.workspace,
      event.type,
      event.user,
      event.resourceType,
      event.position,
      raw,
      raw,
    ];
    for (const [index, value] of row.entries()) columns[index].push(value);
  }
  return columns;
}
