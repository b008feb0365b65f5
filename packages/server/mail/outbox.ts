import type { Mail, Mailer } from './mail';

/** Messages on their way. */
export interface Outbox {
  /** Begins to send a message. Nobody waits for it: how long an answer takes must not tell whether there was one. */
  post(mail: Mail): void;
  /** Resolves when none is on its way any more. */
  flush(): Promise<void>;
}

/**
 * Sends messages in the background. One that is not taken is reported without its text, which holds a link that opens
 * an account.
 */
export function createOutbox(mailer: Mailer, report: (error: unknown) => void): Outbox {
  const sending = new Set<Promise<void>>();
  return {
    post(mail) {
      const sent = mailer.send(mail).catch(report);
      sending.add(sent);
      void sent.finally(() => sending.delete(sent));
    },
    async flush() {
      while (sending.size > 0) await Promise.all(sending);
    },
  };
}
