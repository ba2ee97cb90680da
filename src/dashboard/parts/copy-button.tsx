// Copies a text. Where the page was not reached over a secure connection, browsers only allow the old way.
import { useServices } from '../services.js';
import { Sign } from './sign.js';

export function CopyButton({ text, what }: { text: string; what: string }) {
  const { tell } = useServices();
  const copy = async () => {
    const isCopied = await copyText(text);
    if (isCopied) tell(`Copied: ${what}.`);
    else tell('The browser does not allow copying.', 'bad');
  };
  return (
    <button type="button" class="quiet" onClick={copy}>
      <Sign name="copy" /> Copy
    </button>
  );
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  (document.querySelector('dialog[open]') ?? document.body).append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  return isCopied;
}
