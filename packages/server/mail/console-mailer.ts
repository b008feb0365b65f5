import type { Mailer } from './mail';

/**
 * Writes messages where the process writes, for a machine that has no mail server: whoever started it can open their
 * links.
 *
 * @param write - takes one text; the standard output unless told
 */
export function consoleMailer(
  write: (text: string) => unknown = (text) => process.stdout.write(text),
): Mailer {
  return {
    async send({ to, subject, text }) {
      write(`\n--- A message that would be sent to ${to}: ${subject}\n${text}\n---\n`);
    },
  };
}
