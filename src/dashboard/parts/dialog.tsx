// A native dialog: it keeps the focus, gives it back, and closes by Escape or a click beside it.
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Sign } from './sign.js';

interface DialogProps {
  title: string;
  /** Beside the title's text. */
  kind?: 'drawer';
  onClose: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, kind, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    // Closed before it is taken away, so that the focus goes back to where it was.
    return () => opened?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={kind ?? 'box'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => event.target === dialog.current && onClose()}
    >
      <div class="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <button type="button" class="quiet icon" aria-label="Close" onClick={onClose}>
          <Sign name="close" />
        </button>
      </div>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}
