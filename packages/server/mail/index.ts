export { consoleMailer } from './console-mailer';
export type { Mail, Mailer } from './mail';
export { createOutbox, type Outbox } from './outbox';
export { type SmtpOptions, smtpMailer } from './smtp-mailer';
