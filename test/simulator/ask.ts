// Asks a simulator over real HTTP, with nothing between the test and the raw query.
import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface SeenRecord {
  readonly [member: string]: unknown;
  id: number | string;
  timestamp: string;
  event_type: string;
}

export interface Asking {
  path?: string;
  token?: string | null;
  headers?: Record<string, string>;
  method?: string;
}

const agent = new Agent({ keepAlive: true });

/** One request with the raw query `query`; rejects where the connection breaks. */
export function ask(url: string, query = '', asking: Asking = {}): Promise<Answered> {
  const { path = '/api/activity_logs', token = 'any-token', method = 'GET' } = asking;
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}${path}${query === '' ? '' : `?${query}`}`,
      { agent, method, headers: { ...authorization, ...asking.headers } },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('close', () => {
          if (!response.complete) reject(new Error('the answer broke off'));
        });
        response.on('end', () => {
          const body = Buffer.concat(parts).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        });
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

/** The records of one page. */
export async function askPage(url: string, query = '', asking: Asking = {}): Promise<SeenRecord[]> {
  const { body, status } = await ask(url, query, asking);
  if (status !== 200) throw new Error(`answered ${status}: ${body}`);
  const page: { data: SeenRecord[] | null } = JSON.parse(body);
  return page.data ?? [];
}

/** The ids of all pages, following the last id of each as the best reading has it. */
export async function askAll(url: string, query = '', asking: Asking = {}): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const after = ids.length === 0 ? '' : `&page[after]=${ids.at(-1)}`;
    const page = await askPage(url, `${query}${after}`, asking);
    if (page.length === 0) return ids;
    ids.push(...page.map((record) => String(record.id)));
  }
}
