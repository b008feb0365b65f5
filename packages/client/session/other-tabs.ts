/** What tabs of one browser, which share their cookies, tell each other. */
export type News = 'signed in' | 'signed out';

const isNews = (data: unknown): data is News => data === 'signed in' || data === 'signed out';

/** The other tabs of this browser: who signs in or out in one of them does so in all. */
export class OtherTabs {
  readonly #hear: (news: News) => void;
  #channel: BroadcastChannel | undefined;

  constructor(hear: (news: News) => void) {
    this.#hear = hear;
  }

  open(): void {
    this.#channel = new BroadcastChannel('session');
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isNews(data)) this.#hear(data);
    };
  }

  tell(news: News): void {
    this.#channel?.postMessage(news);
  }

  close(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }
}
