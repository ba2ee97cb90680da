// Actions behind a button: a disclosure that closes by Escape, by a click elsewhere, and once something was chosen.
import { useEffect, useRef } from 'preact/hooks';
import { Sign } from './sign.js';

export interface MenuItem {
  text: string;
  onChoose: () => void;
  isDangerous?: boolean;
}

export function Menu({ label, items }: { label: string; items: readonly MenuItem[] }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const close = () => menu.current?.removeAttribute('open');
  useEffect(() => {
    const closeFromElsewhere = ({ target }: Event) => {
      if (target instanceof Node && !menu.current?.contains(target)) close();
    };
    document.addEventListener('click', closeFromElsewhere);
    document.addEventListener('focusin', closeFromElsewhere);
    return () => {
      document.removeEventListener('click', closeFromElsewhere);
      document.removeEventListener('focusin', closeFromElsewhere);
    };
  });
  return (
    <details
      class="menu"
      ref={menu}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !menu.current?.open) return;
        event.stopPropagation();
        close();
        menu.current.querySelector('summary')?.focus();
      }}
    >
      <summary class="button quiet icon" aria-label={label} title={label}>
        <Sign name="more" />
      </summary>
      <div class="menu-items">
        {items.map(({ text, onChoose, isDangerous }) => (
          <button
            type="button"
            key={text}
            class={isDangerous ? 'dangerous' : ''}
            onClick={() => {
              menu.current?.querySelector('summary')?.focus();
              close();
              onChoose();
            }}
          >
            {text}
          </button>
        ))}
      </div>
    </details>
  );
}
