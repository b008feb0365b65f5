/**
 * Brings a person to what kept a form from being sent: what is wrong in it, or why it was refused as a whole.
 *
 * @example
 * requestAnimationFrame(() => showWhy(form.current)); // once it is on the screen
 */
export const showWhy = (form: HTMLFormElement | null): void => {
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  form?.querySelector('[role="alert"]')?.scrollIntoView({ block: 'nearest' });
};
