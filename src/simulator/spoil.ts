// Faults that change what is answered, as against how it is sent: pure.
import { type Answer, refusal } from './answer.js';
import type { Fault } from './faults.js';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const LOGIN_PAGE =
  '<!DOCTYPE html>\n<html><head><title>Sign in | Workato</title></head><body><form action="/users/sign_in"></form></body></html>\n';
const STATUS_TEXTS: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  429: 'Too many requests',
};

/** `answer` after `fault`; untouched where the fault is one of sending. */
export function spoil(answer: Answer, { kind, argument }: Fault): Answer {
  switch (kind) {
    case 'status':
      return failure(Number(argument ?? 500));
    case 'truncated':
      return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length * 0.7)) };
    case 'html':
      return { status: 200, headers: HTML, body: LOGIN_PAGE, numbers: [] };
    case 'empty':
      return replaced(answer, '');
    case 'no-content':
      return { status: 204, headers: {}, body: '', numbers: [] };
    case 'null-data':
      return replaced(answer, '{"data":null,"total":null}');
    case 'no-data':
      return replaced(answer, '{}');
    case 'object-data':
      return replaced(answer, '{"data":{}}');
    case 'error-object':
      return replaced(answer, '{"errors":[{"code":"internal","title":"Something went wrong"}]}');
    case 'redirect':
      return {
        status: 302,
        headers: { location: argument ?? 'https://other.example/' },
        body: '',
        numbers: [],
      };
    case 'deep': {
      const levels = Number(argument ?? 100_000);
      return replaced(answer, `{"data":[{"id":1,"details":${'['.repeat(levels)}${']'.repeat(levels)}}]}`);
    }
    case 'hostile':
      return { ...answer, body: answer.body.replaceAll('"event_type":', `${HOSTILE_MEMBERS},"event_type":`) };
    case 'bom':
      return { ...answer, body: `\uFEFF${answer.body}` };
    case 'latin1':
      return {
        ...answer,
        headers: { ...answer.headers, 'content-type': 'application/json; charset=iso-8859-1' },
      };
    default:
      return answer;
  }
}

const HOSTILE_MEMBERS =
  '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"note":"\\ud800 \\u0000"';

function replaced(answer: Answer, body: string): Answer {
  return { status: 200, headers: answer.headers['content-type'] ? answer.headers : HTML, body, numbers: [] };
}

/** What Workato's servers, or the gateway before them, say with a status. */
function failure(status: number): Answer {
  if (status >= 502) {
    return {
      status,
      headers: HTML,
      body: `<html><head><title>${status}</title></head><body>Bad gateway</body></html>`,
      numbers: [],
    };
  }
  const answer = refusal(status, STATUS_TEXTS[status] ?? 'Server error');
  if (status !== 500) return answer;
  return { ...answer, body: '{"message":"Server error","id":"5f0c5e6e-6f43-4f4c-9a57-6f1a0b0c0d0e"}' };
}
