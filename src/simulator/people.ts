// Who acts in the look-alike's history, and from where.
import { mix, pick } from './seeded.js';

/** A user as it stands in a record. */
export interface Person {
  id: number;
  name: string;
  email: string;
}

const FIRST_USER_ID = 2_100_004_000;

const NAMES: readonly (readonly [name: string, mailbox: string])[] = [
  ['Ana Duarte', 'ana.duarte'],
  ['Bjørn Østergård', 'bjorn.ostergard'],
  ['Chloé Lefèvre', 'chloe.lefevre+workato'],
  ['Dmitri Соколов', 'd.sokolov'],
  ['Eun-ji 김', 'eunji.kim'],
  ['Fatima الزهراء', 'fatima.z'],
  ['Grace O\'Malley "Gráinne"', 'grace.omalley'],
  ['Hiroshi 田中', 'tanaka.h'],
  ['Ines\u0301 Pérez\\Núñez', 'ines.perez'],
  ['Jörg Groß', 'joerg.gross'],
  ['Kofi Mensah', 'kofi.mensah'],
  ['Léa \u{1F680} Martin', 'lea.martin'],
  ['Mei 王小明', 'mei.wang'],
  ['Noa \u05D1\u05DF-\u05D3\u05D5\u05D3', 'noa.bendavid'],
  ['O’Connor, Siân', 'sian.oconnor'],
  ['Priya Raghunathan-Venkatasubramanian', 'priya.rv'],
  ['Quentin <q@example.test>', 'quentin'],
  ['Zoë van der Berg', 'zoe'],
];

/** Everybody, in a fixed order. */
export const people: readonly Person[] = NAMES.map(([name, mailbox], index) => ({
  id: FIRST_USER_ID + index * 17,
  name,
  email: `${mailbox}@acme.example`,
}));

const PURPOSE_PERSON = 10;
const PURPOSE_PLACE = 11;

const textById = new Map(people.map((person) => [person.id, JSON.stringify(person)]));

/** The person as JSON. */
export function writePerson(person: Person): string {
  return textById.get(person.id) ?? JSON.stringify(person);
}

/** Who did event `number`. */
export function personOf(seed: number, number: number): Person {
  return pick(people, mix(seed, number, PURPOSE_PERSON));
}

const ADDRESSES = [
  '198.51.100.23',
  '203.0.113.7',
  '192.0.2.146',
  '2001:db8:85a3::8a2e:370:7334',
  '2001:db8::1',
  '::ffff:198.51.100.9',
  '198.51.100.77',
  '',
] as const;

const AGENTS = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
  'workato-platform-cli/1.4.0',
] as const;

const REQUESTS: readonly string[] = ADDRESSES.flatMap((ip_address) =>
  AGENTS.map((user_agent) => JSON.stringify({ ip_address, user_agent })),
);

/** From where event `number` was done: `details.request` as JSON. */
export function writeRequest(seed: number, number: number): string {
  return pick(REQUESTS, mix(seed, number, PURPOSE_PLACE));
}
