import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

export { act };

/** Changes something, and waits until React has shown it. */
export const change = (run: () => unknown): Promise<void> =>
  act(async () => {
    run();
  });

/** What is on the screen of a test, until it is disposed of. */
export class Screen implements Disposable {
  readonly element = document.createElement('div');
  readonly #root: Root = createRoot(this.element);

  get text(): string {
    return this.element.textContent;
  }

  async show(node: ReactNode): Promise<void> {
    await act(async () => this.#root.render(node));
  }

  [Symbol.dispose](): void {
    act(() => this.#root.unmount());
  }
}

/** Shows something until the end of the block: `using screen = await show(<App />)`. */
export const show = async (node: ReactNode): Promise<Screen> => {
  const screen = new Screen();
  await screen.show(node);
  return screen;
};
