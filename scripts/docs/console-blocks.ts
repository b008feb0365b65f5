import type { Block } from './markdown';

/** A command of a page, and what it should print. */
export interface Command {
  readonly at: string;
  readonly run: string;
  readonly prints: string;
}

/** The commands of the `console` blocks: a line `$ …`, its continuations after `\`, and then what it prints. */
export function commandsOf(blocks: readonly Block[]): Command[] {
  return blocks.flatMap(({ at, language, text }) => {
    if (language !== 'console') return [];
    if (!text.startsWith('$ ')) throw new Error(`${at}: a console block begins with a command: $ …`);
    return text
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [, run = '', prints = ''] = /^((?:.*\\\n)*.*)\n([^]*)$/.exec(part) ?? [];
        return { at, run, prints };
      });
  });
}

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/** White space is free (a page breaks long lines), a time stands for any time, and `…` for anything. */
function isPrinted(expected: string, actual: string): boolean {
  const normal = (text: string) => text.replaceAll(TIME, 'TIME').replaceAll(/\s+/g, '');
  const parts = normal(expected).split('…');
  const pattern = parts.map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)).join('.*');
  return new RegExp(`^${pattern}$`, 's').test(normal(actual));
}

interface Answer {
  readonly status: string;
  readonly headers: readonly string[];
  readonly body: string;
}

function answerIn(text: string): Answer {
  const [head = '', ...rest] = text.replaceAll('\r\n', '\n').split('\n\n');
  const [status = '', ...headers] = head.trim().split('\n');
  return { status, headers, body: rest.join('\n\n') };
}

/** Of an answer that `curl -i` prints, a page shows the headers that matter there. */
function isAnswer(expected: Answer, actual: Answer): boolean {
  return (
    isPrinted(expected.status, actual.status) &&
    expected.headers.every((header) => actual.headers.some((sent) => isPrinted(header, sent))) &&
    isPrinted(expected.body, actual.body)
  );
}

/** Whether a command printed what its page says. */
export function printsAsWritten({ prints }: Command, printed: string): boolean {
  return prints.startsWith('HTTP/1.1 ')
    ? isAnswer(answerIn(prints), answerIn(printed))
    : isPrinted(prints, printed);
}
