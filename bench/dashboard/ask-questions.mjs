// How long the answers of a warm index take, asked as the page asks: list, histogram and facets at once; then further pages.

const BUCKETS = 72;
const LIMIT = 100;
/** How many pages of a list are turned. */
const PAGES = 5;

/** Milliseconds by what was asked: {list, histogram, facets, paging}, each {kind, query, ms} in the order of asking. */
export async function askQuestions(ask, questions) {
  const times = { list: [], histogram: [], facets: [], paging: [] };
  for (const question of questions) {
    const { query } = question;
    const note = async (what, path) => {
      const { ms, answer } = await ask(path);
      times[what].push({ ...question, ms });
      return answer;
    };
    const [list] = await Promise.all([
      note('list', `/api/events?${query}&limit=${LIMIT}`),
      note('histogram', `/api/histogram?${query}&buckets=${BUCKETS}`),
      note('facets', `/api/facets?${query}`),
    ]);
    let { next } = list;
    for (let page = 0; page < PAGES && next !== null; page += 1) {
      ({ next } = await note('paging', `/api/events?${query}&limit=${LIMIT}&before=${next}`));
    }
  }
  return times;
}
