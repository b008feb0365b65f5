/** A message in plain text, which every mail program shows and no one has to render. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * What delivers messages.
 *
 * @example
 * const mailer: Mailer = { send: async ({ to, subject, text }) => console.log(to, subject, text) };
 */
export interface Mailer {
  /** @throws when the message was not taken over; it is logged, and whoever asked may ask again */
  send(mail: Mail): Promise<void>;
}
