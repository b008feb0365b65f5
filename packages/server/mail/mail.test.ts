import { describe, expect, it } from 'vitest';
import { consoleMailer, createOutbox, type Mail, smtpMailer } from './index';
import { mailServer } from './mail-server.fixture';

const mail: Mail = { to: 'ada@example.org', subject: 'Hello', text: 'Open https://example.org/#token=abc' };

describe('a mail server', () => {
  it('gets the message, from whom was configured', async () => {
    const { url, received } = await mailServer();
    await smtpMailer({ url, from: 'Reactive <accounts@example.org>' }).send(mail);
    expect(received).toHaveLength(1);
    expect(received[0]).toContain('From: Reactive <accounts@example.org>');
    expect(received[0]).toContain('To: ada@example.org');
    expect(received[0]).toContain(mail.text);
  });

  it('that is not there rejects', async () => {
    const mailer = smtpMailer({ url: 'smtp://127.0.0.1:1', from: 'accounts@example.org' });
    await expect(mailer.send(mail)).rejects.toThrow('ECONNREFUSED');
  });

  it('gets no second recipient and no header through a line break', async () => {
    const { url, received } = await mailServer();
    const mailer = smtpMailer({ url, from: 'accounts@example.org' });
    await mailer.send({ ...mail, subject: 'Hello\r\nBcc: eve@example.org' });
    expect(received[0]).not.toMatch(/^Bcc:/m);
  });
});

describe('the console', () => {
  it('shows the whole message', async () => {
    const shown: string[] = [];
    await consoleMailer((each) => shown.push(each)).send(mail);
    for (const part of Object.values(mail)) expect(shown.join('')).toContain(part);
  });
});

describe('an outbox', () => {
  it('lets nobody wait, and is flushed when all were sent', async () => {
    const sent: Mail[] = [];
    const gate = later();
    const outbox = createOutbox(
      { send: (each) => gate.promise.then(() => void sent.push(each)) },
      () => undefined,
    );
    outbox.post(mail);
    outbox.post(mail);
    expect(sent).toEqual([]);
    gate.resolve();
    await outbox.flush();
    expect(sent).toEqual([mail, mail]);
  });

  it('reports what was not sent', async () => {
    const reported: unknown[] = [];
    const failure = new Error('no route');
    const outbox = createOutbox({ send: () => Promise.reject(failure) }, (error) => reported.push(error));
    outbox.post(mail);
    await outbox.flush();
    expect(reported).toEqual([failure]);
  });
});

function later(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
