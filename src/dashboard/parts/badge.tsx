// A state: sign, colour and word.
import type { Condition } from '../states.js';
import { Sign } from './sign.js';

export function Badge({ tone, sign, text }: Condition) {
  return (
    <span class={`badge ${tone}`}>
      <Sign name={sign} />
      {text}
    </span>
  );
}
