import { awkwardTexts } from './fill';
import type { Case } from './subject';

/** Texts are stored exactly as they are given, or refused. */
export function textCases<T extends object>(): Case<T>[] {
  return [
    [
      '[T-12] stores every text to the last character, and finds it again',
      async (subject) => {
        const field = subject.textField();
        const created = await Promise.all(
          awkwardTexts.map((text, n) => subject.create({ [field]: text }, n)),
        );
        subject.expect(created.map((row) => row[field])).toEqual(awkwardTexts);
        for (const [n, row] of created.entries()) {
          const text = awkwardTexts[n];
          subject.expect((await subject.load(row))[field]).toEqual(text);
          const { items } = await subject.list({ where: { [field]: text } });
          subject.expect(items).toEqual([row]);
        }
        const [first] = created;
        const changed = first && (await subject.update(first, { [field]: '𐀀\u0301 %_\\' }));
        subject.expect(changed?.[field]).toEqual('𐀀\u0301 %_\\');
      },
    ],
    [
      '[T-13] refuses NUL and halves of surrogate pairs, in rows and in queries',
      async (subject) => {
        const field = subject.textField();
        const row = await subject.create({}, 1);
        for (const text of ['a\0b', '\0\0', 'a\ud800', '\udc00a', '\ude00\ud83d']) {
          const refused = { code: 'validation', blamed: [field] } as const;
          await subject.refuses(() => subject.create({ [field]: text }, 2), refused);
          await subject.refuses(() => subject.update(row, { [field]: text }), refused);
          await subject.refuses(() => subject.list({ where: { [field]: { contains: text } } }), {
            code: 'validation',
          });
        }
      },
    ],
  ];
}
