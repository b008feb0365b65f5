import { inject } from 'vitest';

/** What an address is to answer. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What comes after the body: the end, a broken connection, or nothing more; `silence` is no answer at all. */
  readonly after?: 'end' | 'break' | 'halt' | 'silence';
}

/** A request as it arrived. */
export interface Seen {
  readonly method: string | undefined;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** An answer in JSON, or a problem in JSON. */
export const answer = (status: number, body: unknown, headers: Reply['headers'] = {}): Reply => ({
  status,
  headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
  body: JSON.stringify(body),
});

/** An address that answers as told, and knows what it was asked. */
export async function answering(reply: Reply): Promise<{ baseUrl: string; seen: () => Promise<Seen[]> }> {
  const [server, id] = [inject('answering'), crypto.randomUUID()];
  await fetch(`${server}/told/${id}`, { method: 'POST', body: JSON.stringify(reply) });
  return {
    baseUrl: `${server}/api/${id}`,
    seen: async () => (await fetch(`${server}/seen/${id}`)).json(),
  };
}
