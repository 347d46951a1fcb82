import { byId } from '../dom';

/** The field for a key, which is there once the service asks for one. */
export interface KeyForm {
  open(): void;
}

/** @param onKey takes the key that was typed. */
export function keyForm(onKey: (key: string) => void): KeyForm {
  const form = byId<HTMLFormElement>('key-form');
  const input = byId<HTMLInputElement>('key');
  form.addEventListener('submit', (event) => {
    event.preventDefault(); // the key goes in a header, never in an address
    const key = input.value.trim();
    input.value = '';
    form.hidden = true;
    onKey(key);
  });
  return {
    open: () => {
      form.hidden = false;
      input.focus();
    },
  };
}
