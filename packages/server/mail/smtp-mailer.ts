import { createTransport } from 'nodemailer';
import type { Mailer } from './mail';

/** A mail server. */
export interface SmtpOptions {
  /** `smtp://user:password@host:587`, or `smtps://…` for TLS from the first byte. */
  readonly url: string;
  /** Who the messages are from: `Reactive <accounts@example.org>`. */
  readonly from: string;
}

/** How long a mail server may take for each step, in milliseconds. */
const PATIENCE = 15_000;

/** Sends messages through a mail server. */
export function smtpMailer({ url, from }: SmtpOptions): Mailer {
  const transport = createTransport(
    // What a message has to say is text that people typed: it names no files and no addresses to fetch.
    {
      url,
      connectionTimeout: PATIENCE,
      greetingTimeout: PATIENCE,
      socketTimeout: PATIENCE,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  return {
    async send(mail) {
      await transport.sendMail(mail);
    },
  };
}
