// Under which name the learnt meaning of Workato's cursor is remembered.

/** Base URL and kind of endpoint: all customers of an Embedded partner are answered by the same code. */
export function learntKey(binding: { baseUrl: string; endpoint: string }): string {
  return `${binding.baseUrl} ${binding.endpoint === 'direct' ? 'direct' : 'embedded'}`;
}
